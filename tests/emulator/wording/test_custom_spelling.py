from dataclasses import replace

import pytest
from tests.emulator.wording.spoken_words import said

from assemblyai_emulator.wording.custom_spelling import respelled
from assemblyai_emulator.wording.words import Word


@pytest.mark.parametrize(
    ("text", "rows", "expected"),
    [
        ("Ask Sequel. A sequel came.", [{"from": ["sequel"], "to": "SQL"}], "Ask SQL. A SQL came."),
        ("He likes sequels.", [{"from": ["sequel"], "to": "SQL"}], "He likes sequels."),
        ("An air bee and bee.", [{"from": ["Air bee and bee"], "to": "Airbnb"}], "An Airbnb."),
        ("one two three", [{"from": ["two"], "to": "2"}, {"from": ["two three"], "to": "23"}], "one 23"),
        ("one one one", [{"from": ["one one"], "to": "eleven"}], "eleven one"),
        ("de carlo", [{"from": ["dicarlo", "de carlo"], "to": "DeCarlo"}], "DeCarlo"),
        ("same", [], "same"),
    ],
)
def test_whole_words_are_replaced(say, text, rows, expected):
    assert " ".join(word.text for word in respelled(say(text), rows)) == expected


def test_merged_words_keep_their_time_span_and_mean_confidence():
    words = [Word("Bee", 100, 200, 0.4), Word("cause,", 210, 400, 0.8)]
    assert respelled(words, [{"from": ["bee cause"], "to": "because"}]) == [
        Word("because,", 100, 400, pytest.approx(0.6))
    ]


def test_a_phrase_does_not_span_speakers(say):
    words = say("de carlo")
    apart = [replace(words[0], speaker="1"), replace(words[1], speaker="2")]
    assert respelled(apart, [{"from": ["de carlo"], "to": "DeCarlo"}]) == apart


def test_a_phrase_of_an_unspaced_script_is_respelled_however_it_is_cut():
    spelling = [{"from": ["とうきょう"], "to": "東京"}]
    for tokens in ("とう きょう へ。", "と う きょ う へ。"):
        assert [word.text for word in respelled(said(tokens), spelling)] == ["東京", "へ。"]
