import pytest

from assemblyai_emulator.wording.phrases import edges, occurrences, phrase, plain


def test_case_and_the_punctuation_around_a_word_are_ignored():
    assert [plain(text) for text in ("Hello,", '"don\'t"', "p.m.")] == ["hello", "don't", "p.m"]


def test_punctuation_alone_is_not_a_word_of_a_phrase():
    assert phrase("Well - ... GOOD morning!") == ("well", "-", "good", "morning")


def test_occurrences_of_a_phrase_may_overlap():
    assert occurrences(["no", "no", "no", "yes"], ("no", "no")) == [(0, 1), (1, 2)]


def test_a_phrase_longer_than_the_text_does_not_occur():
    assert occurrences(["no"], ("no", "no")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("(Diane),", ("(", "),")), ("five", ("", "")), ("...", ("", "")), ("B.", ("", "."))],
)
def test_the_edges_of_a_word_are_the_punctuation_around_it(text, expected):
    assert edges(text) == expected


@pytest.mark.parametrize(
    ("text", "bare", "around"),
    [
        ("“Hello,”", "hello", ("“", ",”")),
        ("¿Qué?", "qué", ("¿", "?")),
        ("「はい。」", "はい", ("「", "。」")),
        ("متى؟", "متى", ("", "؟")),
        ("»oui«", "oui", ("»", "«")),
    ],
)
def test_punctuation_of_any_script_is_left_out(text, bare, around):
    assert (plain(text), edges(text)) == (bare, around)


@pytest.mark.parametrize(
    ("spoken", "found"),
    [
        (["予算"], [(0, 0)]),
        (["予", "算", "は"], [(0, 1)]),
        (["三", "予", "算は"], []),
    ],
)
def test_a_phrase_of_an_unspaced_script_is_found_however_it_is_cut(spoken, found):
    assert occurrences(spoken, phrase("予算")) == found
