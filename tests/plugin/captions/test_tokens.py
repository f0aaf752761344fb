import pytest
from tests.plugin.captions.saying import speech, spoken, talk, turn

from assemblyai_tools.captions.lines import joined
from assemblyai_tools.captions.tokens import Token, Turn, is_mostly_unspaced, turns_of, width


def texts(transcript, longest=42):
    return [(one.speaker, joined(one.tokens)) for one in turns_of(transcript, longest)]


def test_turns_are_in_the_order_in_which_they_begin():
    late, early = turn("A", "Good morning.", 5000), turn("B", "Hello.", 0)
    assert texts(talk(late, early)) == [("B", "Hello."), ("A", "Good morning.")]


def test_a_turn_without_words_has_the_words_of_its_text():
    said = {"speaker": "A", "text": "ab cdef", "start": 1000, "end": 1600, "words": None}
    assert turns_of(talk({**said, "words": []}), 42) == [
        Turn("A", [Token("ab", 1000, 1200), Token("cdef", 1200, 1600)])
    ]


def test_without_turns_the_words_of_one_speaker_in_a_row_are_one():
    words = [*spoken("Good morning.", 0, "A"), *spoken("Hello. Yes.", 2000, "B"), *spoken("So.", 5000)]
    assert texts(speech(words)) == [("A", "Good morning."), ("B", "Hello. Yes."), (None, "So.")]


def test_words_without_any_time_make_no_turns():
    assert turns_of(speech([{"text": "Hello."}]), 42) == []
    assert turns_of(speech([]), 42) == []


def untimed(speaker, text):
    return {"speaker": speaker, "text": text, "words": []}


def test_turns_without_times_are_between_their_neighbours():
    said = talk(
        turn("A", "Hello.", 1000), untimed("B", "ab cd"), untimed("C", "efgh"), turn("A", "Bye.", 3360)
    )
    assert turns_of(said, 42)[1:3] == [
        Turn("B", [Token("ab", 1360, 1860), Token("cd", 1860, 2360)]),
        Turn("C", [Token("efgh", 2360, 3360)]),
    ]


@pytest.mark.parametrize(
    ("turns", "fields", "times"),
    [
        ([untimed("B", "ab"), turn("A", "Hello.", 1000)], {}, (0, 1000)),
        ([turn("A", "Hello.", 1000), untimed("B", "ab")], {}, (1360, 1360)),
        ([turn("A", "Hello.", 1000), untimed("B", "ab")], {"audio_duration": 4}, (1360, 5000)),
        ([turn("A", "Hello.", 1000), untimed("B", "ab"), turn("A", "Bye.", 1100)], {}, (1100, 1360)),
    ],
    ids=["first", "last", "last, with a length", "between turns at the same time"],
)
def test_a_turn_without_times_is_shown_wherever_it_stands(turns, fields, times):
    assert [
        (token.start, token.end)
        for one in turns_of(talk(*turns, **fields), 42)
        if one.speaker == "B"
        for token in one.tokens
    ] == [times]


def test_a_turn_without_any_word_is_none():
    assert texts(talk(turn("A", "Hello."), untimed("B", " "))) == [("A", "Hello.")]


def test_turns_of_which_none_has_a_time_are_none():
    assert turns_of(talk(untimed("A", "Hello.")), 42) == []


def test_a_word_that_ends_after_the_recording_moves_no_other():
    words = [{"text": "a", "start": 0, "end": 300}, {"text": "b", "start": 400, "end": 3_600_000}]
    assert turns_of(speech(words, audio_duration=1), 42)[0].tokens[1] == Token("b", 400, 400)
    late = spoken("Hello.", 60_000)
    assert turns_of(speech(late, audio_duration=1), 42)[0].tokens[0].start == 60_000, "a wrong length"


def test_a_word_with_spaces_or_line_breaks_is_several_and_an_empty_one_is_none():
    words = [
        {"text": " New\u2028York\n", "start": 0, "end": 700},
        {"text": "\u200b", "start": 700, "end": 800},
    ]
    assert turns_of(speech(words, text="New York"), 42) == [
        Turn(None, [Token("New", 0, 300), Token("York", 300, 700)])
    ]


@pytest.mark.parametrize(
    ("words", "text", "shown"),
    [
        (
            ["\u4eca\u5929", "\u5f88", "\u597d", "\u3002"],
            "\u4eca\u5929\u5f88\u597d\u3002",
            "\u4eca\u5929\u5f88\u597d\u3002",
        ),
        (
            ["\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u0e04\u0e23\u0e31\u0e1a"],
            "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0e04\u0e23\u0e31\u0e1a",
            "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0e04\u0e23\u0e31\u0e1a",
        ),
        (["AI", "\u7684", "\u672a\u6765"], "AI\u7684\u672a\u6765", "AI\u7684\u672a\u6765"),
        (["\u4eca\u5929", "\u597d"], "", "\u4eca\u5929\u597d"),
        (["AI", "\u7684"], "", "AI \u7684"),
        (["well", "-known", "fact"], "well-known fact", "well-known fact"),
        (["a", "b", "c"], "a x b c", "a b c"),
        (["a", "b"], "something else", "a b"),
    ],
)
def test_spaces_are_those_of_the_text_or_else_of_the_script(words, text, shown):
    given = [
        {"text": word, "start": place * 100, "end": place * 100 + 90} for place, word in enumerate(words)
    ]
    assert texts(speech(given, text=text)) == [(None, shown)]


def test_a_long_word_of_a_script_without_spaces_is_cut_and_signs_stay_with_what_is_before_them():
    word = {"text": "\u4eca\u5929\u5f88\u597d\u3002\u660e\u5929", "start": 0, "end": 700}
    tokens = turns_of(speech([word]), 4)[0].tokens
    assert [(one.text, one.start, one.end, one.spaced) for one in tokens] == [
        ("\u4eca\u5929\u5f88\u597d\u3002", 0, 500, True),
        ("\u660e\u5929", 500, 700, False),
    ]
    long = "x" * 50
    assert texts(speech([{"text": long, "start": 0, "end": 10}]), 10) == [(None, long)]


def test_accents_and_vowel_signs_take_no_room():
    assert (width("abc"), width("e\u0301t\u00e9"), width("\u0e2a\u0e27\u0e31")) == (3, 3, 2)


@pytest.mark.parametrize(
    ("text", "unspaced"),
    [("Hello", False), ("\u4eca\u5929 AI", False), ("\u4eca\u5929\u597d AI", True), ("", False)],
)
def test_the_script_is_that_of_most_letters(text, unspaced):
    assert is_mostly_unspaced(speech([], text=text)) is unspaced
