from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assemblyai_emulator.reasoning import meaning
from assemblyai_emulator.reasoning.material import Line, Material, Source
from assemblyai_emulator.reasoning.meaning import KEPT_TRANSCRIPTS, MOST_PASSAGES, meaning_of
from assemblyai_emulator.reasoning.passages import to_passages

TALK = (
    "The roof lets the rain in over the workshop.",
    "We sold more bread than last year.",
    "My daughter plays the violin.",
    "The bank wants the loan back by autumn.",
    "He broke his leg when he was skiing.",
    "It will be sunny at the weekend.",
    "The printer in the office is out of paper.",
    "We fly to Lisbon in March.",
    "I am allergic to nuts.",
)


def passages(*texts):
    return to_passages(Material((Source("t", tuple(Line(text) for text in texts)),)))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Is the building watertight?", 0),
        ("Which instrument does she play?", 2),
        ("Who had a sports injury?", 4),
        ("What is the weather forecast?", 5),
        ("Which food must he avoid?", 8),
    ],
)
def test_the_passage_that_answers_in_other_words_comes_first(question, place):
    found = meaning_of(passages(*TALK))
    assert found is not None
    order, _ = found.compared(question)
    assert int(np.argmax(order)) == place


def test_few_passages_are_compared_as_they_are():
    found = meaning_of(passages(*TALK[:3]))
    assert found is not None
    order, _ = found.compared("Is the building watertight?")
    assert int(np.argmax(order)) == 0


def test_a_question_of_function_words_alone_can_be_compared():
    found = meaning_of(passages(*TALK))
    assert found is not None
    order, near = found.compared("Is it?")
    assert np.isfinite(order).all()
    assert np.isfinite(near).all()


def test_neighbours_count_only_within_a_source():
    one = Source("t-1", (Line("The bank wants the loan back."),))
    other = Source("t-2", (Line("I like music."),))
    apart = meaning_of(to_passages(Material((one, other))))
    alone = meaning_of(to_passages(Material((other,))))
    assert apart is not None
    assert alone is not None
    question = "Is there a debt?"
    assert apart.compared(question)[1][1] == pytest.approx(alone.compared(question)[1][0], abs=0.02)


def test_other_languages_and_empty_material_have_no_meaning():
    german = ("Wir haben die Schlüssel am Dienstag bekommen.", "Das Dach ist immer noch undicht.")
    assert meaning_of(passages(*german)) is None
    assert meaning_of(passages("会議は木曜日に始まります。", "顧客は喜んでいます。")) is None
    assert meaning_of([]) is None


def test_too_many_passages_are_left_to_their_words():
    assert meaning_of(passages(*["We know that it is so."] * (MOST_PASSAGES + 1))) is None


def test_without_the_model_there_is_no_meaning(monkeypatch):
    monkeypatch.setattr(meaning, "encoder", lambda: None)
    assert meaning_of(passages(*TALK)) is None


@pytest.fixture
def counted(monkeypatch):
    """Counts the transcripts that are encoded; starts and ends with none kept."""
    meaning._encoded.cache_clear()
    yield meaning._encoded.cache_info
    meaning._encoded.cache_clear()


def test_a_transcript_is_encoded_once_for_many_questions_and_threads(counted):
    found = passages(*TALK)
    with ThreadPoolExecutor(4) as threads:
        orders = list(
            threads.map(lambda _: meaning_of(found).compared("Is the building watertight?")[0], range(8))
        )
    assert counted().misses == 1
    assert all(np.allclose(order, orders[0]) for order in orders)


def test_only_the_last_transcripts_are_kept(counted):
    for number in range(KEPT_TRANSCRIPTS + 3):
        meaning_of(passages(f"This is the number {number}."))
    assert counted().currsize == KEPT_TRANSCRIPTS
