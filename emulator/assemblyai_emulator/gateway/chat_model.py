"""What the gateway needs from whatever answers a chat."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from assemblyai_emulator.gateway.chat import Chat


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's message as the API writes it, why it ended there, and the tokens read and written."""

    message: Mapping[str, Any]
    finish_reason: str
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Description:
    """A model as the catalogue shows it; `context_length` and `most_output` in tokens of the model's kind."""

    id: str
    name: str
    description: str
    supported_parameters: tuple[str, ...]
    context_length: int
    most_output: int


class ChatModel(Protocol):
    """Answers chats; `known` are the names it goes by, None if it answers to any."""

    @property
    def description(self) -> Description: ...

    @property
    def known(self) -> Collection[str] | None: ...

    async def complete(self, chat: Chat, transcript_text: str | None) -> Reply:
        """Answer; `transcript_text` is for the chat's first tag, None if it has none to be filled.

        Raises GatewayError, and ReasoningUnavailableError when a server that was to answer cannot.
        """
        ...
