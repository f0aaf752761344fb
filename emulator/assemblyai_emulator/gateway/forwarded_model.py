"""A chat model behind another server: what the gateway's own models are to the service."""

from collections.abc import Collection

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Description, Reply
from assemblyai_emulator.gateway.tag import filled
from assemblyai_emulator.reasoning.chat_server import ChatServer
from assemblyai_emulator.reasoning.spoken_text import without_thought

# The catalogue wants a number and only the server knows it.
_UNKNOWN_LENGTH = 0


class ForwardedModel:
    """Passes chats on to `server`, where `model` answers, whatever model of the service's they name."""

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
                *("max_tokens", "response_format", "temperature", "tool_choice", "tools", "top_p"),
            ),
            context_length=_UNKNOWN_LENGTH,
            most_output=_UNKNOWN_LENGTH,
        )

    @property
    def known(self) -> Collection[str] | None:
        return None

    async def complete(self, chat: Chat, transcript_text: str | None) -> Reply:
        messages = chat.messages if transcript_text is None else filled(chat.messages, transcript_text)
        completion = await self._server.complete(
            {**chat.options, "model": self._model, "messages": messages, "max_tokens": chat.max_tokens}
        )
        choice, usage = completion.choices[0], completion.usage
        message = {"role": "assistant", **choice.message}
        # The service's own models keep their thoughts out of the content.
        if isinstance(message.get("content"), str):
            message["content"] = without_thought(message["content"])
        return Reply(message, choice.finish_reason or "stop", usage.prompt_tokens, usage.completion_tokens)
