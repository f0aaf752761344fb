import pytest
from pydantic import ValidationError

from assemblyai_emulator.scenarios.utterances import Said, ScenarioWord, Utterance, said_words, turns
from assemblyai_emulator.wording.words import Word


def words_of(*utterances) -> list[Word]:
    return [one.word for turn in turns(utterances) for one in turn.said]


def test_an_utterance_without_words_is_spread_over_its_time():
    assert words_of(Utterance(speaker="A", start=100, end=1000, text="one two  six")) == [
        Word("one", 100, 400, 1.0, "A"),
        Word("two", 400, 700, 1.0, "A"),
        Word("six", 700, 1000, 1.0, "A"),
    ]


def test_an_utterance_of_a_script_without_spaces_is_cut_into_its_characters():
    found = words_of(Utterance(speaker="A", start=0, end=700, text="はい。始めます"))
    assert [(word.text, word.start) for word in found] == [
        ("は", 0), ("い。", 100), ("始", 300), ("め", 400), ("ま", 500), ("す", 600)
    ]  # fmt: skip


def test_the_words_of_an_utterance_have_its_speaker_unless_they_have_their_own():
    words = [ScenarioWord(text="Hi.", start=0, end=1), ScenarioWord(text="Yo.", start=1, end=2, speaker="B")]
    assert [word.speaker for word in words_of(Utterance(speaker="A", channel="1", words=words))] == ["A", "B"]


def test_an_utterance_may_have_no_words_and_no_times():
    assert words_of(Utterance(speaker="A", start=0, end=9)) == []
    assert words_of() == []
    one, other = turns([Utterance(text="Hello"), Utterance(text="there", start=500, end=900)])
    assert (one.start, one.end, other.start) == (0, 500, 500)


def test_an_utterance_without_times_has_those_of_its_words():
    words = [ScenarioWord(text="Hi", start=10, end=20), ScenarioWord(text="you", start=20, end=40)]
    (turn,) = turns([Utterance(speaker="A", words=words)])
    assert (turn.start, turn.end) == (10, 40)


def test_a_confidence_that_is_missing_is_1_and_a_word_without_text_is_left_out():
    words = [
        ScenarioWord(text=" ", start=0, end=1),
        ScenarioWord(text="Hi. ", start=1, end=2, confidence=None),
    ]
    assert said_words(words) == [Said(Word("Hi.", 1, 2, 1.0), 1, 2)]


def test_fractions_of_a_millisecond_are_rounded():
    assert said_words([ScenarioWord(text="a", start=0.5, end=10.7)])[0].word == Word("a", 0, 11, 1.0)


@pytest.mark.parametrize(
    "word",
    [
        {"text": None, "start": 0, "end": 1},
        {"text": "a", "start": 2, "end": 1},
        {"text": "a", "start": -1, "end": 1},
        {"text": "a", "start": "0", "end": 1},
        {"text": "a", "start": 0, "end": 1, "confidence": 2},
        {"start": 0, "end": 1},
    ],
)
def test_an_invalid_word_is_refused(word):
    with pytest.raises(ValidationError):
        ScenarioWord.model_validate(word)
