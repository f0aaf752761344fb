import pytest

from assemblyai_emulator.wording.capitalization import capitalized, sentence_case


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("hello there", "Hello there"),
        ("then i said i'm late and i'll run", "Then I said I'm late and I'll run"),
        ("see you monday or on tuesdays", "See you Monday or on Tuesdays"),
        ("friday's call is in june", "Friday's call is in June"),
        ("we may march in may", "We may march in May"),
        ("it ends by march", "It ends by March"),
        ("ask mr. brown or dr. b. jones", "Ask Mr. brown or Dr. B. jones"),
        ("the u.s. office at nine a.m. sharp", "The U.S. office at nine a.m. sharp"),
        ("'cause it is", "'Cause it is"),
        ("five five two", "Five five two"),
    ],
)
def test_a_sentence_gets_its_capitals_and_nothing_else(heard, written):
    assert sentence_case(heard.split()) == written.split()


def test_no_words_give_no_words():
    assert sentence_case([]) == []


def test_a_text_without_letters_is_unchanged():
    assert capitalized("42") == "42"
