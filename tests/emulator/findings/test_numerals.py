import pytest

from assemblyai_emulator.findings.numerals import digits, normalized


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("zero", "0"),
        ("nine", "9"),
        ("fifteen", "15"),
        ("ninety", "90"),
        ("twenty-one", "21"),
        ("first", "1th"),
        ("twelfth", "12th"),
        ("thirtieth", "30th"),
        ("twenty-first", "21th"),
        ("3rd", "3th"),
        ("555", "555"),
        ("house", "house"),
        ("twenty-ten", "twenty-ten"),
        ("well-known", "well-known"),
    ],
)
def test_number_words_become_digits(word, expected):
    assert normalized(word) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("5 5 5 2 3 4", "555234"),
        ("20 5", "25"),
        ("20 20 7", "2027"),
        ("19 80 4", "1984"),
        ("10 5", "105"),
        ("40 0", "400"),
        ("double 5 3", "553"),
        ("triple 0", "000"),
        ("8 hundred 5", "8005"),
        ("555-1234", "5551234"),
    ],
)
def test_a_run_of_number_words_spells_digits(words, expected):
    assert digits(words.split()) == expected
