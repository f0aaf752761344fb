import pytest
from pydantic import ValidationError

from assemblyai_emulator.scenarios.utterances import ScenarioWord, Utterance, all_words
from assemblyai_emulator.wording.words import Word


def test_an_utterance_without_words_is_spread_evenly_over_its_time():
    turn = Utterance(speaker="A", start=100, end=1000, text="one two  three")
    assert all_words(None, [turn]) == [
        Word("one", 100, 400, 1.0, "A"),
        Word("two", 400, 700, 1.0, "A"),
        Word("three", 700, 1000, 1.0, "A"),
    ]


def test_words_take_precedence_over_utterances():
    word = ScenarioWord(text="Hi.", start=1, end=2, confidence=0.5, channel="1")
    turn = Utterance(speaker="A", start=0, end=9, text="Other words.")
    assert all_words([word], [turn]) == [Word("Hi.", 1, 2, 0.5, None, "1")]
    assert all_words(None, [Utterance(speaker="A", start=0, end=9, words=[word])])[0].text == "Hi."


def test_an_utterance_may_have_no_words():
    assert all_words(None, [Utterance(speaker="A", start=0, end=9)]) == []
    assert all_words(None, None) == []


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
def test_an_invalid_word_is_refused(word):
    with pytest.raises(ValidationError):
        ScenarioWord.model_validate(word)
