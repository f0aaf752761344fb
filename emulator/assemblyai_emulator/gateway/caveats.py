"""What a chat asked for and did not get, one sentence each."""

from assemblyai_emulator.gateway.chat import Chat
from assemblyai_emulator.gateway.chat_model import Description


def warnings(chat: Chat, model: Description) -> list[str]:
    """Empty if the chat asked for the model that answers, and for nothing that it ignores."""
    other = (
        []
        if chat.model == model.id
        else [f"model {chat.model} was not asked: {model.id} answered. {model.description}"]
    )
    ignored = [*(name for name in model.ignored_parameters if name in chat.options), *chat.ignored]
    without_steps = ["post_processing_steps"] if chat.stream and chat.steps else []
    return [
        *other,
        *(f"{name} was accepted but has no effect: {model.id} does not use it." for name in ignored),
        *(f"{name} was accepted but has no effect on a stream." for name in without_steps),
    ]
