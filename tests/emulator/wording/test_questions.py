import pytest

from assemblyai_emulator.wording.questions import is_question


@pytest.mark.parametrize(
    "heard",
    [
        "what number should i use",
        "how serious are they",
        "when is the launch",
        "who will do it",
        "why",
        "why not",
        "how about monday",
        "and what about the menu",
        "is there anything else",
        "can your team have it ready",
        "did the report go out",
        "have you seen it",
        "okay so do you agree",
        "don't you think so",
        "where's the key",
        "how many days do we have",
    ],
)
def test_a_question_is_recognized_by_its_first_words(heard):
    assert is_question(heard.split())


@pytest.mark.parametrize(
    "heard",
    [
        "",
        "yes",
        "what i want is lunch",
        "when we get there it will be late",
        "when the launch is over we rest",
        "how they did it is a secret",
        "which is fine",
        "have a nice day",
        "do the dishes",
        "will power matters",
        "the question is simple",
        "what a day",
        "how strange and quiet everything suddenly was",
    ],
)
def test_a_statement_is_not_a_question(heard):
    assert not is_question(heard.split())
