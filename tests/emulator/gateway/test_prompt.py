import pytest

from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.prompt import prompt_and_text


def user(*contents: str) -> list[dict]:
    return [{"role": "user", "content": content} for content in contents]


@pytest.mark.parametrize(
    ("messages", "prompt"),
    [
        (user("When?\n\n{{ transcript }}"), "When?"),
        (user("{{ transcript }}", "When?"), "When?"),
        (user("When?", "{{ transcript }}"), "When?"),
        ([{"role": "system", "content": "Read {{ transcript }}"}, *user("When?")], "When?"),
    ],
)
def test_a_transcript_in_place_of_the_tag_is_the_text(messages, prompt):
    assert prompt_and_text(messages, "On Monday.") == (prompt, "On Monday.")


def test_the_text_may_follow_the_first_blank_line():
    assert prompt_and_text(user("When?\n\nOn Monday.\n\nOr not."), None) == ("When?", "On Monday.\n\nOr not.")


def test_the_text_may_be_in_transcript_elements():
    message = '<transcript id="a">On Monday.</transcript>\n<transcript>In May.</transcript>\n\nWhen?'
    assert prompt_and_text(user(message), None) == ("When?", "On Monday.\nIn May.")


def test_a_numbered_transcript_ends_at_its_own_number():
    message = (
        "When?\n\n<transcript-123456789 id='a'>On</transcript> <transcript-987654321> Monday."
        "\n</transcript-123456789>"
    )
    assert prompt_and_text(user(message), None) == (
        "When?",
        "On</transcript> <transcript-987654321> Monday.\n",
    )


def test_the_text_may_be_in_earlier_messages():
    messages = [*user("On Monday."), {"role": "assistant", "content": "Noted."}, *user("When?")]
    assert prompt_and_text(messages, None) == ("When?", "On Monday.")
    assert prompt_and_text(user("Hi. <transcript>On Monday.</transcript>", "When?"), None) == (
        "When?",
        "On Monday.",
    )
    assert prompt_and_text(user("When?", "<transcript>On Monday.</transcript>"), None) == (
        "When?",
        "On Monday.",
    )


def test_a_question_by_itself_has_no_text():
    assert prompt_and_text(user("When?"), None) == ("When?", "")


@pytest.mark.parametrize("messages", [[{"role": "system", "content": "Be kind."}], user(" "), []])
def test_a_chat_without_a_user_message_is_refused(messages):
    with pytest.raises(InvalidRequestError, match="role user"):
        prompt_and_text(messages, None)
