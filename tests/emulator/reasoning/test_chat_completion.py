import pytest
from pydantic import ValidationError

from assemblyai_emulator.reasoning.chat_completion import Choice, Completion, Usage

CHOICE = {"message": {"content": "Hi."}}


@pytest.mark.parametrize(
    "usage",
    [
        {},
        {"usage": None},
        {"usage": {}},
        {"usage": {"prompt_tokens": None, "completion_tokens": None}},
        {"usage": {"total_tokens": 3}},
        {"usage": "n/a"},
        {"usage": [3]},
        {"usage": {"prompt_tokens": "n/a", "completion_tokens": 1.5}},
        {"usage": {"prompt_tokens": True, "completion_tokens": -1}},
    ],
)
def test_tokens_that_a_server_does_not_report_or_reports_oddly_are_zero(usage):
    assert Completion.model_validate({"choices": [CHOICE], **usage}).usage == Usage(
        prompt_tokens=0, completion_tokens=0
    )


def test_a_message_stays_as_it_was_sent():
    message = {"content": None, "tool_calls": [{"id": "1"}], "reasoning": "Hm."}
    completion = Completion.model_validate({"choices": [{"message": message, "index": 0}], "object": "x"})
    assert completion.choices == [Choice(message=message, finish_reason=None)]


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": [{}]}, {"choices": [{"message": "Hi."}]}])
def test_a_completion_must_have_a_message(body):
    with pytest.raises(ValidationError):
        Completion.model_validate(body)
