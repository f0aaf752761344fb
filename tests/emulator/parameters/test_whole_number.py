import pytest

from assemblyai_emulator.parameters.whole_number import whole_number


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1), ("\u0661\u0662", 12)]
)
def test_digits_are_read(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1e3", " 1", "\u00b2", "9" * 5000, "0x1", "1_0"])
def test_everything_else_is_no_number(text):
    assert whole_number(text) is None
