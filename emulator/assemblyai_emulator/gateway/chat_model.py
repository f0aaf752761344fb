"""The interface of a chat model, which answers the gateway's chats."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from assemblyai_emulator.gateway.chat import Chat

Chunk = Mapping[str, Any]
"""A part of an answer, as in OpenAI's streams: a part of the message in `choices`, or the tokens in `usage`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's message as the API writes it, its finish reason, and the tokens read and written."""

    message: Mapping[str, Any]
    finish_reason: str
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Description:
    """A model as the catalogue shows it; `context_length` and `max_output_tokens` in the model's own tokens.

    `ignored_parameters` are those of the supported ones that do not change its answers.
    """

    id: str
    name: str
    description: str
    supported_parameters: tuple[str, ...]
    context_length: int
    max_output_tokens: int
    ignored_parameters: tuple[str, ...] = ()


class ChatModel(Protocol):
    """Answers chats, also those that name another model, as the emulator has only this one."""

    @property
    def description(self) -> Description: ...

    def knows(self, name: str) -> bool:
        """Whether it answers a chat that names this model."""
        ...

    async def complete(self, chat: Chat, transcript_text: str | None) -> Reply:
        """Answer the chat. `transcript_text` replaces the chat's first tag; None if there is nothing to replace.

        Raises GatewayError, and ReasoningUnavailableError if the server behind the model cannot answer.
        """
        ...

    async def stream(self, chat: Chat, transcript_text: str | None) -> AsyncIterator[Chunk]:
        """Like `complete`, but in parts. It returns with the first part, so that most errors are raised before it."""
        ...
