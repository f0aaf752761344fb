import pytest

from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.instruction import divided


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
def test_a_filled_transcript_is_the_text(messages, prompt):
    assert divided(messages, "On Monday.") == (prompt, "On Monday.")


def test_the_text_may_follow_the_first_blank_line():
    assert divided(user("When?\n\nOn Monday.\n\nOr not."), None) == ("When?", "On Monday.\n\nOr not.")


def test_the_text_may_stand_between_tags():
    message = '<transcript id="a">On Monday.</transcript>\n<transcript>In May.</transcript>\n\nWhen?'
    assert divided(user(message), None) == ("When?", "On Monday.\nIn May.")


def test_the_text_may_have_been_said_before():
    messages = [*user("On Monday."), {"role": "assistant", "content": "Noted."}, *user("When?")]
    assert divided(messages, None) == ("When?", "On Monday.")
    assert divided(user("Hi. <transcript>On Monday.</transcript>", "When?"), None) == ("When?", "On Monday.")
    assert divided(user("When?", "<transcript>On Monday.</transcript>"), None) == ("When?", "On Monday.")


def test_a_question_alone_has_no_text():
    assert divided(user("When?"), None) == ("When?", "")


@pytest.mark.parametrize("messages", [[{"role": "system", "content": "Be kind."}], user(" "), []])
def test_somebody_must_ask(messages):
    with pytest.raises(InvalidRequestError, match="role user"):
        divided(messages, None)
