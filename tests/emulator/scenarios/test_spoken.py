import pytest
from pydantic import ValidationError

from assemblyai_emulator.scenarios.spoken import SpokenWord, Utterance, spoken
from assemblyai_emulator.wording.words import Word


def test_an_utterance_without_words_is_spread_evenly_over_its_time():
    turn = Utterance(speaker="A", start=100, end=1000, text="one two  three")
    assert spoken(None, [turn]) == [
        Word("one", 100, 400, 1.0, "A"),
        Word("two", 400, 700, 1.0, "A"),
        Word("three", 700, 1000, 1.0, "A"),
    ]


def test_words_go_before_utterances():
    word = SpokenWord(text="Hi.", start=1, end=2, confidence=0.5, channel="1")
    turn = Utterance(speaker="A", start=0, end=9, text="Other words.")
    assert spoken([word], [turn]) == [Word("Hi.", 1, 2, 0.5, None, "1")]
    assert spoken(None, [Utterance(speaker="A", start=0, end=9, words=[word])])[0].text == "Hi."


def test_an_utterance_may_be_silent():
    assert spoken(None, [Utterance(speaker="A", start=0, end=9)]) == []
    assert spoken(None, None) == []


@pytest.mark.parametrize(
    "word",
    [
        {"text": "two words", "start": 0, "end": 1},
        {"text": "", "start": 0, "end": 1},
        {"text": "a", "start": 2, "end": 1},
        {"text": "a", "start": -1, "end": 1},
        {"text": "a", "start": 0.5, "end": 1},
        {"text": "a", "start": 0, "end": 1, "confidence": 2},
        {"text": "a", "start": 0},
    ],
)
def test_a_word_is_checked(word):
    with pytest.raises(ValidationError):
        SpokenWord.model_validate(word)
