"""The text of a model's message without its thinking, or an error that says why there is no text."""

import re
from collections.abc import Mapping
from typing import Any, cast

from assemblyai_emulator.reasoning.chat_completion import Choice
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

_THINKING = re.compile(
    r"\s*<(think|thinking)>.*?(?:</\1>|\Z)|(?:(?!<think>|<thinking>).)*?</(?:think|thinking)>", re.DOTALL
)
"""Some servers put the opening tag into the prompt, so only the closing tag comes back. Thinking without a closing tag
was cut off."""


def without_thinking(text: str) -> str:
    """The text after a leading <think>...</think>."""
    thinking = _THINKING.match(text)
    return text[thinking.end() :].strip() if thinking else text.strip()


def message_text(choice: Choice, address: str) -> str:
    """The choice's text. If there is none, raises ReasoningUnavailableError that names `address` and says why."""
    text = without_thinking(_content(choice.message))
    if not text:
        raise ReasoningUnavailableError(f"The language model at {address} {_reason(choice)}")
    return text


def _reason(choice: Choice) -> str:
    message = choice.message
    if refusal := message.get("refusal"):
        return f"refused to answer ({refusal}): ask for something else, or use another --llm-model."
    if message.get("tool_calls") or message.get("function_call"):
        return "called a tool instead of answering, although it was offered none: use another --llm-model."
    if choice.finish_reason == "length":
        return (
            "reached max_output_size before it answered: raise max_output_size, or use another --llm-model."
        )
    if choice.finish_reason == "content_filter":
        return (
            "was stopped by its server's content filter: ask for something else, or use another --llm-model."
        )
    return "answered without any text: try again, or use another --llm-model."


def _content(message: Mapping[str, Any]) -> str:
    content: object = message.get("content")
    if isinstance(content, str):
        return content
    parts = cast("list[object]", content) if isinstance(content, list) else []
    return "".join(_part_text(cast("dict[str, object]", part)) for part in parts if isinstance(part, dict))


def _part_text(part: Mapping[str, object]) -> str:
    text = part.get("text")
    return text if isinstance(text, str) else ""
