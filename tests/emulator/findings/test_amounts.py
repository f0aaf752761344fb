import pytest

from assemblyai_emulator.findings import amounts


@pytest.mark.parametrize(
    "text",
    [
        "two hundred and fifty dollars",
        "five dollars and ten cents",
        "a thousand euros",
        "five point five million pounds",
        "ninety nine cents",
        "$40",
        "a dollar",
    ],
)
def test_an_amount_of_money_is_found_with_its_currency(found, text):
    assert found(amounts, f"It costs {text}.") == [("money_amount", text)]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("She is thirty five years old.", "thirty five years old"),
        ("A two year old laughs.", "two year old"),
        ("I'm forty two.", "forty two"),
        ("At the age of sixty.", "sixty"),
    ],
)
def test_an_age_is_found_where_the_words_say_that_it_is_one(found, text, age):
    assert found(amounts, text) == [("person_age", age)]


@pytest.mark.parametrize("text", ["I'm forty two miles away.", "Two hundred people.", "A page."])
def test_other_numbers_are_neither_amounts_nor_ages(found, text):
    assert found(amounts, text) == []
