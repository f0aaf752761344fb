"""Separates a chat's prompt from the text it is about: a reasoner that only quotes must know which is which."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assemblyai_emulator.gateway.errors import InvalidRequestError
from assemblyai_emulator.gateway.tag import TAG, texts

_BLOCK = re.compile(r"<(transcript[\w-]*)\b[^>]*>(.*?)</\1>", re.DOTALL)
"""A transcript in the prompt. Its tag may have a number that the closing tag repeats: <transcript-123456789>."""


def prompt_and_text(messages: Sequence[Mapping[str, Any]], transcript_text: str | None) -> tuple[str, str]:
    """The prompt, and the text to answer from.

    The prompt is the last user message. The text is the transcript's if a tag stands for it; otherwise what the
    message has between <transcript> and </transcript>; otherwise everything after its first blank line; otherwise
    the user's earlier messages. Raises InvalidRequestError if there is no user message with any text.
    """
    contents = ["\n".join(texts(message)) for message in messages if message.get("role") == "user"]
    untagged = [content.replace(TAG, " ").strip() for content in contents]
    prompts = [content for content in untagged if content]
    if not prompts:
        raise InvalidRequestError("messages must have a message of the role user that says what to do")
    if transcript_text is not None:
        return prompts[-1], transcript_text
    *earlier, last = prompts
    return _from_blocks(last, earlier) or _from_blank_line(last, earlier)


def _from_blocks(last: str, earlier: Sequence[str]) -> tuple[str, str] | None:
    blocks = [match[2] for match in _BLOCK.finditer(last)]
    if not blocks:
        return None
    return _BLOCK.sub(" ", last).strip() or " ".join(earlier), "\n".join(blocks)


def _from_blank_line(last: str, earlier: Sequence[str]) -> tuple[str, str]:
    prompt, _, rest = last.partition("\n\n")
    before = "\n".join(match[2] for text in earlier for match in _BLOCK.finditer(text)) or "\n".join(earlier)
    return prompt, rest.strip() or before
