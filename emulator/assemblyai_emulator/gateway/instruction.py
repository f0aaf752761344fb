"""Tells what a chat asks for from what it is about, which a reasoner that only quotes must know apart."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.tag import TAG, texts

_BLOCK = re.compile(r"<(transcript\w*)\b[^>]*>(.*?)</\1>", re.DOTALL)


def divided(messages: Sequence[Mapping[str, Any]], transcript_text: str | None) -> tuple[str, str]:
    """The prompt, and the text to answer from.

    The prompt is the last user message. The text is the transcript's, where a tag stands for it; else what
    the message has between <transcript> and </transcript>; else all that follows its first blank line; else
    the user's earlier messages. Raises InvalidRequestError when no user says anything.
    """
    said = ["\n".join(texts(message)) for message in messages if message.get("role") == "user"]
    asked = [text.replace(TAG, " ").strip() for text in said]
    prompts = [text for text in asked if text]
    if not prompts:
        raise InvalidRequestError("messages must have a message of the role user that says what to do")
    if transcript_text is not None:
        return prompts[-1], transcript_text
    *earlier, last = prompts
    return _inside(last, earlier) or _after(last, earlier)


def _inside(last: str, earlier: Sequence[str]) -> tuple[str, str] | None:
    blocks = [match[2] for match in _BLOCK.finditer(last)]
    if not blocks:
        return None
    return _BLOCK.sub(" ", last).strip() or " ".join(earlier), "\n".join(blocks)


def _after(last: str, earlier: Sequence[str]) -> tuple[str, str]:
    prompt, _, rest = last.partition("\n\n")
    before = "\n".join(match[2] for text in earlier for match in _BLOCK.finditer(text)) or "\n".join(earlier)
    return prompt, rest.strip() or before
