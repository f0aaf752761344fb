import pytest

from assemblyai_emulator.reasoning.answer_options import chosen_option, none_chosen

OPTIONS = ("Yes", "No", "It's open.")


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("Yes", "Yes"),
        (" yes.\n", "Yes"),
        ("**No**", "No"),
        ('"No."', "No"),
        ("- No", "No"),
        ("it's open", "It's open."),
        ("Answer: Yes", "Yes"),
        ("The answer is **no**.", "No"),
        ("Yes, they did.", None),
        ("not yes", None),
        ("Yes or No", None),
        ("None", None),
        ("", None),
    ],
)
def test_an_option_is_chosen_only_if_it_is_the_whole_text(text, option):
    assert chosen_option(text, OPTIONS) == option


def test_options_that_differ_only_in_punctuation_must_match_exactly():
    offered = ("+1", "-1", "1", "...")
    texts = ("-1", "+1", "1", "Answer: -1", "1.", "**")
    assert [chosen_option(text, offered) for text in texts] == ["-1", "+1", "1", "-1", None, None]


def test_an_answer_that_is_none_of_the_options_says_so_and_quotes_the_model():
    assert none_chosen("Perhaps.", ("Yes", "No")) == (
        "The language model chose none of the answer options (Yes; No). It said: Perhaps."
    )
