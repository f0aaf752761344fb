import pytest

from assemblyai_emulator.redaction.spans import spans
from assemblyai_emulator.wording.words import Word

WORDS = [Word("a", *times, 0.5) for times in [(0, 200), (210, 400), (900, 1000), (5000, 5200), (5210, 5400)]]


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        (set(), []),
        ({0}, [(0, 300)]),
        ({1}, [(110, 500)]),
        ({0, 1}, [(0, 500)]),
        ({0, 1, 2}, [(0, 1100)]),
        ({1, 3}, [(110, 500), (4900, 5300)]),
        # A long gap between two hidden words is kept: it may have other speech in it.
        ({2, 3}, [(800, 1100), (4900, 5300)]),
    ],
)
def test_spans_cover_hidden_words_their_margins_and_short_gaps_between_them(hidden, expected):
    assert spans(WORDS, hidden) == expected


def test_spans_of_two_channels_are_in_time_order():
    words = [Word("a", 1000, 1200, 0.5, "1", "1"), Word("b", 100, 300, 0.5, "2", "2")]
    assert spans(words, {0, 1}) == [(0, 400), (900, 1300)]
