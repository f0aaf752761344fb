import pytest

from assemblyai_emulator.reasoning.chat_completion import Choice
from assemblyai_emulator.reasoning.message_text import message_text, without_thinking
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (" On Monday.\n", "On Monday."),
        ("<think>\nMonday? Yes.\n</think>\n\nOn Monday.", "On Monday."),
        (" <thinking>Hm.</thinking>On Monday.", "On Monday."),
        ("Monday? Yes.\n</think>\nOn Monday.", "On Monday."),
        ("<think></think>On Monday.", "On Monday."),
        ("<think>Monday? Or", ""),
        ("He said <think>twice</think>.", "He said <think>twice</think>."),
        ("<think>a</think>b<think>c</think>d", "b<think>c</think>d"),
    ],
)
def test_leading_thinking_is_removed(text, rest):
    assert without_thinking(text) == rest


@pytest.mark.parametrize(
    "content",
    ["On Monday.", [{"type": "text", "text": "On "}, {"type": "image"}, "?", {"text": "Monday."}]],
)
def test_the_parts_of_a_text_are_joined(content):
    assert message_text(Choice(message={"content": content}), "http://llm.test") == "On Monday."


@pytest.mark.parametrize(
    ("message", "finish_reason", "sentence"),
    [
        (
            {"content": None, "refusal": "I cannot."},
            "stop",
            "refused to answer (I cannot.): ask for something else, or use another --llm-model.",
        ),
        (
            {"content": None, "tool_calls": [{"id": "1"}]},
            "tool_calls",
            "called a tool instead of answering, although it was offered none: use another --llm-model.",
        ),
        (
            {"content": "<think>Let me see"},
            "length",
            "reached max_output_size before it answered: raise max_output_size, or use another --llm-model.",
        ),
        (
            {"content": ""},
            "content_filter",
            "was stopped by its server's content filter: ask for something else, or use another --llm-model.",
        ),
        ({"content": None}, None, "answered without any text: try again, or use another --llm-model."),
        ({"content": " \n"}, "stop", "answered without any text: try again, or use another --llm-model."),
        ({}, "stop", "answered without any text: try again, or use another --llm-model."),
    ],
)
def test_a_message_without_text_raises_an_error_that_says_why(message, finish_reason, sentence):
    choice = Choice(message=message, finish_reason=finish_reason)
    with pytest.raises(ReasoningUnavailableError) as failed:
        message_text(choice, "http://llm.test")
    assert str(failed.value) == f"The language model at http://llm.test {sentence}"
