"""The interface of a chat model, which answers the gateway's chats."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from assemblyai_emulator.gateway.chat import Chat


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's message as the API writes it, its finish reason, and the tokens read and written."""

    message: Mapping[str, Any]
    finish_reason: str
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Description:
    """A model as the catalogue shows it; `context_length` and `max_output_tokens` in the model's own tokens."""

    id: str
    name: str
    description: str
    supported_parameters: tuple[str, ...]
    context_length: int
    max_output_tokens: int


class ChatModel(Protocol):
    """Answers chats. `names` are the model names it accepts; None means any name."""

    @property
    def description(self) -> Description: ...

    @property
    def names(self) -> Collection[str] | None: ...

    async def complete(self, chat: Chat, transcript_text: str | None) -> Reply:
        """Answer the chat. `transcript_text` replaces the chat's first tag; None if there is nothing to replace.

        Raises GatewayError, and ReasoningUnavailableError if the server behind the model cannot answer.
        """
        ...
