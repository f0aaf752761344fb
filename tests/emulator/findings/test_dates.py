import pytest

from assemblyai_emulator.findings import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Findings may overlap here: finders.without_overlaps chooses between them.
        (
            "on the twenty first of May twenty twenty six.",
            [
                ("date", "the twenty first of May twenty twenty six"),
                ("date_interval", "May twenty twenty six"),
                ("date_interval", "May"),
            ],
        ),
        ("on March fifth nineteen eighty four.", [("date", "March fifth nineteen eighty four")]),
        ("on june fourteen.", [("date", "june fourteen"), ("date_interval", "june")]),
        ("on Friday and mondays.", [("date", "Friday"), ("date", "mondays")]),
        ("on 12/05/2026.", [("date", "12/05/2026")]),
        ("in May.", [("date_interval", "May")]),
        ("since nineteen oh five.", [("date_interval", "nineteen oh five")]),
        ("since two thousand and six.", [("date_interval", "two thousand and six")]),
        ("You may march on.", []),
        ("at five twenty.", [("time", "five twenty")]),
        ("three thirty p.m.", [("time", "three thirty p.m")]),
        (
            "half past three, a quarter to four, noon.",
            [("time", "half past three"), ("time", "quarter to four"), ("time", "noon")],
        ),
        ("six in the morning.", [("time", "six in the morning")]),
        ("at five five five one two three four.", []),
        ("three and a half hours.", [("duration", "three and a half hours")]),
        ("half an hour.", [("duration", "half an hour")]),
        ("two years old.", []),
    ],
)
def test_dates_times_and_durations_are_found(found, text, expected):
    assert found(dates, text) == expected


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("I was born on March fifth, nineteen eighty four.", "March fifth, nineteen eighty four"),
        ("My date of birth? Zero five one two nineteen eighty.", "Zero five one two nineteen eighty"),
        ("She was born in nineteen eighty.", "nineteen eighty"),
        ("I was born on may third eighty two.", "may third eighty two"),
        ("He was born the third of may ninety and left.", "the third of may ninety"),
        ("Born on may third twenty ten.", "may third twenty ten"),
    ],
)
def test_a_date_after_a_word_about_birth_is_a_date_of_birth(found, text, born):
    assert ("date_of_birth", born) in found(dates, text)


def test_an_expiry_date_is_a_cards_if_a_card_was_mentioned(found):
    kind = "credit_card_expiration"
    assert (kind, "zero five twenty seven") in found(dates, "My card expires on zero five twenty seven.")
    assert kind not in dict(found(dates, "The offer expires on zero five twenty seven."))
    assert kind not in dict(found(dates, "It expires on a day in june."))


def test_month_and_year_as_numbers_are_a_cards_expiry_unless_something_else_expires(found):
    expiry = ("credit_card_expiration", "twelve twenty seven")
    assert expiry in found(dates, "It expires twelve twenty seven.")
    assert expiry not in found(dates, "My passport expires twelve twenty seven.")
