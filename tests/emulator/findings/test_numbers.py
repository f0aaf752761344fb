import pytest

from assemblyai_emulator.findings import numbers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("five five five two three four seven eight nine one", "phone_number"),
        ("one eight hundred five five five one two one two", "phone_number"),
        ("double five five one two three four", "phone_number"),
        ("555-123-4567", "phone_number"),
        ("one two three four five six seven eight nine", "us_social_security_number"),
        ("four one one one one one one one one one one one one one one one", "credit_card_number"),
        ("four one one one uh one one one one um er one one one one one one one one", "credit_card_number"),
        ("one two three", "number_sequence"),
        ("nineteen eighty four", "number_sequence"),
    ],
)
def test_a_number_without_a_cue_is_classified_by_its_length(found, text, kind):
    assert found(numbers, f"Well {text} then.") == [(kind, text)]


@pytest.mark.parametrize(
    ("before", "said", "kind"),
    [
        ("my social security number is", "one two three four", "us_social_security_number"),
        ("the security code is", "three four two", "credit_card_cvv"),
        ("the card number is", "four one one one one one one one one one one one one", "credit_card_number"),
        ("my bank account is", "nine nine one two three", "banking_information"),
        ("the account number is", "nine nine one two three", "account_number"),
        ("the zip code is", "nine zero two one zero", "location_zip"),
        ("the order number is", "five five five one two three four five six seven", "number_sequence"),
        ("call me at plus", "four nine three zero one two three four", "phone_number"),
    ],
)
def test_the_last_cue_before_a_number_says_what_it_is(found, before, said, kind):
    assert found(numbers, f"The phone is old but {before} {said}.") == [(kind, said)]


def test_a_number_that_does_not_fit_its_cue_is_classified_by_its_length(found):
    assert found(numbers, "The zip code five five five one two three four five six seven.") == [
        ("phone_number", "five five five one two three four five six seven")
    ]


@pytest.mark.parametrize(
    "text", ["twenty five people", "three four days", "two hundred fifty", "the fifth of it", "no number"]
)
def test_a_quantity_is_not_a_number_sequence(found, text):
    assert found(numbers, text) == []


def test_digits_across_a_sentence_end_are_not_joined(found):
    text = "It is five five five one two three four five six seven. Seven que."
    assert found(numbers, text) == [("phone_number", "five five five one two three four five six seven")]


def test_groups_of_one_number_are_joined(found):
    assert found(numbers, "Call five five five. One two three. Four five six seven. Thanks.") == [
        ("phone_number", "five five five. One two three. Four five six seven")
    ]
