"""The tag in a prompt that stands for a transcript's text."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

TAG = "{{ transcript }}"
"""It must be exactly this: as observed, the service does not replace a tag without the spaces."""

Message = Mapping[str, Any]


def texts(message: Message) -> list[str]:
    """The text of a message's content, which is a string or a list of parts."""
    content: Any = message.get("content")
    if isinstance(content, str):
        return [content]
    parts = cast("list[Mapping[str, Any]]", content or [])
    return [str(part.get("text", "")) for part in parts]


def is_tagged(messages: Sequence[Message]) -> bool:
    return any(TAG in text for message in messages for text in texts(message))


def fill(messages: Sequence[Message], transcript_text: str) -> list[Message]:
    """Replace the first tag in all the messages. As observed, later tags stay."""
    before: list[Message] = []
    for index, message in enumerate(messages):
        if is_tagged([message]):
            return [*before, _fill_message(message, transcript_text), *messages[index + 1 :]]
        before.append(message)
    return before


def _fill_message(message: Message, transcript_text: str) -> Message:
    content: Any = message["content"]
    if isinstance(content, str):
        return {**message, "content": content.replace(TAG, transcript_text, 1)}
    parts: list[Mapping[str, Any]] = list(content)
    tagged = next(index for index, part in enumerate(parts) if TAG in str(part.get("text", "")))
    parts[tagged] = {**parts[tagged], "text": str(parts[tagged]["text"]).replace(TAG, transcript_text, 1)}
    return {**message, "content": parts}
