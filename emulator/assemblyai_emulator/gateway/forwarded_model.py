"""A chat model on another server, in the place of the service's own models."""

from collections.abc import AsyncIterator
from typing import Any

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Chunk, Description, Reply
from assemblyai_emulator.gateway.tag import fill
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.message_text import without_thinking

_UNKNOWN_LENGTH = 0
"""Tokens. The catalogue needs a number, and only the server knows the real one."""


class ForwardedModel:
    """Forwards every chat to `model` on `server`, whatever model the chat names."""

    def __init__(self, server: ChatServer, model: str) -> None:
        self._server = server
        self._model = model

    @property
    def description(self) -> Description:
        return Description(
            id=self._model,
            name=self._model,
            description="The language model that this emulator was started with; it answers to any name.",
            supported_parameters=(
                *("max_tokens", "response_format", "stream", "temperature", "tool_choice", "tools", "top_p"),
            ),
            context_length=_UNKNOWN_LENGTH,
            max_output_tokens=_UNKNOWN_LENGTH,
        )

    def knows(self, name: str) -> bool:
        """Any name: the server's model answers."""
        return bool(name)

    async def stream(self, chat: Chat, transcript_text: str | None) -> AsyncIterator[Chunk]:
        """The parts as the server sends them, its thinking included."""
        usage = {"stream": True, "stream_options": {"include_usage": True}}
        return await self._server.stream({**self._payload(chat, transcript_text), **usage})

    async def complete(self, chat: Chat, transcript_text: str | None) -> Reply:
        completion = await self._server.complete(self._payload(chat, transcript_text))
        choice, usage = completion.choices[0], completion.usage
        message = {"role": "assistant", **choice.message}
        # The service's own models leave their thinking out of the content.
        if isinstance(message.get("content"), str):
            message["content"] = without_thinking(message["content"])
        return Reply(message, choice.finish_reason or "stop", usage.prompt_tokens, usage.completion_tokens)

    def _payload(self, chat: Chat, transcript_text: str | None) -> dict[str, Any]:
        messages = chat.messages if transcript_text is None else fill(chat.messages, transcript_text)
        return {**chat.options, "model": self._model, "messages": messages, "max_tokens": chat.max_tokens}
