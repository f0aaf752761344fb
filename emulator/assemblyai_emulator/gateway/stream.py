"""A chat's answer as server-sent events, in the form of OpenAI's streams."""

import json
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Chunk, Reply
from assemblyai_emulator.gateway.completion import metadata
from assemblyai_emulator.reasoning.chat_completion import Usage, count
from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

MEDIA_TYPE = "text/event-stream"
_DONE = b"data: [DONE]\n\n"
_WORD = re.compile(r"\s*\S+\s*")


async def events(chat: Chat, chunks: AsyncIterator[Chunk], warnings: Sequence[str]) -> AsyncIterator[bytes]:
    """The chunks, a last one without choices that holds the usage and the warnings, and the end mark.

    Each chunk names the model that was asked for. If the answer breaks off, the last event is an error, without an
    end mark; how the service reports that is unverified.
    """
    request_id = str(uuid4())
    head = {
        "id": f"chatcmpl-{request_id}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": chat.model,
        "request_id": request_id,
    }
    usage: object = None
    try:
        async for chunk in chunks:
            usage = chunk.get("usage") or usage
            if chunk.get("choices"):
                yield _event({**chunk, **head, "usage": None})
    except ReasoningUnavailableError as error:
        yield _event({"error": {"message": str(error), "code": 502}, "request_id": request_id})
        return
    yield _event({**head, "choices": [], "usage": _counts(usage), **metadata(warnings)})
    yield _DONE


async def parts(reply: Reply) -> AsyncIterator[Chunk]:
    """A whole reply in parts: the role, the text word by word, the finish reason, and the usage."""
    yield _delta({"role": reply.message["role"], "content": ""})
    for word in _WORD.findall(str(reply.message["content"])):
        yield _delta({"content": word})
    yield _delta({}, reply.finish_reason)
    yield {
        "choices": [],
        "usage": {"prompt_tokens": reply.input_tokens, "completion_tokens": reply.output_tokens},
    }


def _delta(delta: Mapping[str, Any], finish_reason: str | None = None) -> Chunk:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}


def _counts(usage: object) -> dict[str, Any]:
    """As recorded, a stream's usage has OpenAI's names only. 0 for what a server does not count, or counts oddly."""
    given = cast("dict[str, Any]", usage) if isinstance(usage, dict) else {}
    counted = Usage.model_validate(given)
    total = counted.prompt_tokens + counted.completion_tokens
    return {**given, **counted.model_dump(), "total_tokens": count(given.get("total_tokens")) or total}


def _event(body: Mapping[str, Any]) -> bytes:
    # Half of a surrogate pair, which a server may send, has no UTF-8. With a backslash it is JSON's own escape.
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode(errors="backslashreplace")
