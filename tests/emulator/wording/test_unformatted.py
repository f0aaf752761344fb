import pytest

from assemblyai_emulator.wording.unformatted import unformatted
from assemblyai_emulator.wording.words import joined

TEXT = "Don't pay $5.50 at 9:30 a.m., U.S. time / \u201cOK?\u201d"


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, TEXT),
        ({"punctuate": False}, "Don't pay $5.50 at 9:30 a.m U.S time / OK"),
        ({"format_text": False}, "don't pay $5.50 at 9:30 a.m., u.s. time / \u201cok?\u201d"),
        ({"punctuate": False, "format_text": False}, "don't pay $5.50 at 9:30 a.m u.s time / ok"),
    ],
)
def test_punctuation_and_capitals_go_on_request_and_no_word_does(say, options, text):
    words = say(TEXT)
    assert joined(unformatted(words, **options)) == text
    assert [word.start for word in unformatted(words, **options)] == [word.start for word in words]
