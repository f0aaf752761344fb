"""The reply to a chat, as the gateway writes it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Reply

_ECHOED = ("temperature",)
"""Options that the reply echoes beside `model` and `max_tokens`. The recorded echo leaves the messages out;
`temperature` is a guess."""


def completion(chat: Chat, reply: Reply, nanoseconds: int, warnings: Sequence[str] = ()) -> dict[str, Any]:
    """https://www.assemblyai.com/docs/llm-gateway/chat-completions.

    `model` is the one that was asked for, as on the service; the warnings say which one answered instead.
    """
    echoed = {name: chat.options[name] for name in _ECHOED if name in chat.options}
    return {
        "request": {"model": chat.model, "max_tokens": chat.max_tokens, **echoed},
        "request_id": str(uuid4()),
        "model": chat.model,
        "choices": [{"index": 0, "message": dict(reply.message), "finish_reason": reply.finish_reason}],
        "usage": _usage(reply),
        "http_status_code": 200,
        "response_time": nanoseconds,
        "llm_status_code": 200,
        **metadata(warnings),
    }


def metadata(warnings: Sequence[str]) -> dict[str, Any]:
    """Warnings in the form that a transcript has them. Nothing if there are none."""
    return {"metadata": {"warnings": [{"message": text} for text in warnings]}} if warnings else {}


def _usage(reply: Reply) -> dict[str, Any]:
    """As recorded, each count has two names: input_tokens and prompt_tokens, output_tokens and completion_tokens."""
    return {
        "input_tokens": reply.input_tokens,
        "prompt_tokens": reply.input_tokens,
        "output_tokens": reply.output_tokens,
        "completion_tokens": reply.output_tokens,
        "total_tokens": reply.input_tokens + reply.output_tokens,
        "prompt_tokens_details": {
            "cached_tokens": 0,
            "audio_tokens": 0,
            "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        },
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
