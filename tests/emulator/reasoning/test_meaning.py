import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from assemblyai_emulator.reasoning import meaning
from assemblyai_emulator.reasoning.embeddings import Encoder
from assemblyai_emulator.reasoning.kept_embeddings import KeptEmbeddings
from assemblyai_emulator.reasoning.material import Line, Material, Source
from assemblyai_emulator.reasoning.meaning import MOST_KEPT_BYTES, MOST_PASSAGES, MOST_PIECES, meaning_of
from assemblyai_emulator.reasoning.passages import to_passages
from assemblyai_emulator.reasoning.turns import AbandonedError, Turns

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


@pytest.mark.parametrize(
    "texts",
    [
        ["We know that it is so."] * (MOST_PASSAGES + 1),
        ["We know that it is so " * 40] * (MOST_PIECES // 125),
        ["We know that it is so " + "incomprehensibilities " * 100] * (MOST_PIECES // 125),
        ["We know !!!!!!!!!!!!!!! " * 20] * (MOST_PIECES // 125),
    ],
)
def test_what_would_take_more_than_seconds_is_left_to_its_words(texts, counted):
    assert meaning_of(passages(*texts)) is None
    assert counted() == 0


def test_as_much_as_takes_seconds_is_encoded(counted):
    assert meaning_of(passages(*["We know that it is so."] * 20)) is not None
    assert counted() == 1


def test_without_the_model_there_is_no_meaning(monkeypatch):
    monkeypatch.setattr(meaning, "encoder", lambda: None)
    assert meaning_of(passages(*TALK)) is None


@pytest.fixture
def counted(monkeypatch):
    """Says how many transcripts have been encoded, of which none is kept at first."""
    monkeypatch.setattr(meaning, "kept", KeptEmbeddings(MOST_KEPT_BYTES))
    encoded = []
    encode = Encoder.encode

    def counting(self, texts):
        if len(texts) > 1:  # a question is one text
            encoded.append(texts)
        return encode(self, texts)

    monkeypatch.setattr(Encoder, "encode", counting)
    return lambda: len(encoded)


def test_a_transcript_is_encoded_once_for_many_questions_and_threads(counted):
    found = passages(*TALK)
    with ThreadPoolExecutor(4) as threads:
        orders = list(
            threads.map(lambda _: meaning_of(found).compared("Is the building watertight?")[0], range(8))
        )
    assert counted() == 1
    assert all(np.allclose(order, orders[0]) for order in orders)


async def test_no_more_is_encoded_for_a_question_that_nobody_waits_for(monkeypatch, counted):
    begun, released, runs = Event(), Event(), []
    states = Encoder._states

    def held(self, ids):
        runs.append(len(ids))
        begun.set()
        released.wait()
        return states(self, ids)

    monkeypatch.setattr(Encoder, "_states", held)
    turns, ends = Turns(), []

    def question():
        try:
            meaning_of(passages(*TALK * 20))
        except AbandonedError:
            ends.append("stopped")

    task = asyncio.create_task(turns.run(question))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    await asyncio.wait([task])
    released.set()
    await turns.run(ends.append, "next")
    assert ends == ["stopped", "next"]
    assert len(runs) == 1
