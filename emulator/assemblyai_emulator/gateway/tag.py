"""The tag in a prompt that stands for a transcript's text."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

TAG = "{{ transcript }}"
"""Exactly this: without the blanks it was seen to stay as it is."""

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


def filled(messages: Sequence[Message], transcript_text: str) -> list[Message]:
    """The messages with the first tag of all replaced, as observed; any later one stays."""
    done: list[Message] = []
    for place, message in enumerate(messages):
        if is_tagged([message]):
            return [*done, _filled(message, transcript_text), *messages[place + 1 :]]
        done.append(message)
    return done


def _filled(message: Message, transcript_text: str) -> Message:
    content: Any = message["content"]
    if isinstance(content, str):
        return {**message, "content": content.replace(TAG, transcript_text, 1)}
    parts: list[Mapping[str, Any]] = list(content)
    place = next(index for index, part in enumerate(parts) if TAG in str(part.get("text", "")))
    parts[place] = {**parts[place], "text": str(parts[place]["text"]).replace(TAG, transcript_text, 1)}
    return {**message, "content": parts}
