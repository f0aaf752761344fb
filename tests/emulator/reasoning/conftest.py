"""A made-up conversation that all tests of the reasoners use."""

import pytest

from assemblyai_emulator.reasoning.material import Line, Material, Source

GARDEN = (
    ("A", 0, "Hello everyone and welcome."),
    ("A", 3_000, "The garden fair needs a new date."),
    ("B", 8_000, "Why can't we keep the old date?"),
    ("A", 11_000, "Because the town hall is closed for repairs in May."),
    ("B", 16_000, "Then we agreed to move the fair to the second Sunday in June."),
    ("A", 22_000, "I will book the tents by Friday."),
    ("A", 26_000, "Could you ask the bakery about the cakes?"),
    ("B", 30_000, "Yes."),
    ("B", 31_000, "They charged forty euros last year."),
    ("A", 36_000, "That was cheap."),
    ("B", 65_000, "I liked the music."),
)


@pytest.fixture
def garden():
    lines = tuple(Line(text, start, speaker) for speaker, start, text in GARDEN)
    return Material((Source("t-garden", lines),))


@pytest.fixture
def silence():
    return Material((Source("t-silent", ()),))
