"""What a model says in its message, without what it only thought; and why it said nothing, if it did."""

import re
from collections.abc import Mapping
from typing import Any, cast

from assemblyai_emulator.reasoning.chat_completion import Choice
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

# Some servers put the opening tag into the prompt, so that only the closing one comes back. A thought that has
# no end was cut off.
_THOUGHT = re.compile(
    r"\s*<(think|thinking)>.*?(?:</\1>|\Z)|(?:(?!<think>|<thinking>).)*?</(?:think|thinking)>", re.DOTALL
)


def without_thinking(text: str) -> str:
    """The text after a leading <think>...</think>."""
    thought = _THOUGHT.match(text)
    return text[thought.end() :].strip() if thought else text.strip()


def message_text(choice: Choice, address: str) -> str:
    """The choice's text; raises ReasoningUnavailableError that names `address` and says why there is none."""
    text = without_thinking(_content(choice.message))
    if not text:
        raise ReasoningUnavailableError(f"The language model at {address} {_why_silent(choice)}")
    return text


def _why_silent(choice: Choice) -> str:
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
