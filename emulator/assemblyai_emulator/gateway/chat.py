"""Reads the body of POST /v1/chat/completions."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from assemblyai_emulator.gateway import chat_options
from assemblyai_emulator.gateway.errors import InvalidRequestError

DEFAULT_MAX_TOKENS = 1000
_ROLES = ("system", "user", "assistant", "tool")
NO_EFFECT = ("cache_control", "reasoning")
"""Parameters that would change how a model of the service answers. They are accepted, and each reply warns of them."""

_ACCEPTED = frozenset(
    {"fail_fast", "fallback_config", "fallbacks", "max_timeout", "stream_options", "zero_data_retention"}
)
"""Parameters that do not change the answer, so every model takes them: how long to wait, what to keep, and which model
to fall back to. The emulator has one model, so it never falls back; it ends every stream with the usage."""

_READ = frozenset({"model", "messages", "prompt", "transcript_id", "model_region", "post_processing_steps"})
"""Parameters that the gateway itself reads, whatever the model."""

_TOOLS = "tools need a language model: start the emulator with --llm-url, or call the real API"


@dataclass(frozen=True, slots=True)
class Chat:
    """`messages` are as sent. `options` are the model's own parameters that were set, after a check.

    `steps` are the types of the post-processing steps, `ignored` the parameters that have no effect here.
    """

    model: str
    messages: tuple[Mapping[str, Any], ...]
    transcript_id: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    stream: bool = False
    steps: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def max_tokens(self) -> int:
        return int(self.options.get("max_tokens", DEFAULT_MAX_TOKENS))


def read(body: Mapping[str, Any], knows: Callable[[str], bool], supported: Collection[str]) -> Chat:
    """`knows` says whether there is a model of a name, `supported` are the parameters that it takes.

    Raises InvalidRequestError that lists every fault. The texts for an unknown model, an unsupported parameter
    and model_region are recorded from the service, the one for missing messages is published, the others are ours.
    https://www.assemblyai.com/docs/llm-gateway/chat-completions
    """
    # A parameter that is switched off requests nothing: the official SDK always sends "stream": false.
    given = {
        name: value
        for name, value in body.items()
        if value is not None and value is not False and value != []
    }
    faults = [
        *_model_faults(given, knows, supported),
        *_message_faults(given),
        *chat_options.faults(given),
        *chat_options.fallback_faults(given, knows),
    ]
    if faults:
        raise InvalidRequestError(*faults)
    messages = given.get("messages") or [{"role": "user", "content": given["prompt"]}]
    return Chat(
        given["model"],
        tuple(messages),
        given.get("transcript_id"),
        {name: value for name, value in given.items() if name in supported and name != "stream"},
        stream="stream" in given,
        steps=tuple(step["type"] for step in given.get("post_processing_steps", [])),
        ignored=tuple(name for name in NO_EFFECT if name in given),
    )


def _model_faults(
    given: Mapping[str, Any], knows: Callable[[str], bool], supported: Collection[str]
) -> list[str]:
    model = given.get("model")
    if not isinstance(model, str) or not model:
        return ["model is required"]
    if not knows(model):
        return [f"model {model} is not supported"]
    unknown = given.keys() - _READ - _ACCEPTED - set(NO_EFFECT) - set(supported)
    faults = [f"model {model} does not support {name}" for name in sorted(unknown)]
    return [*faults, _TOOLS] if "tools" in unknown else faults


def _message_faults(given: Mapping[str, Any]) -> list[str]:
    if "messages" not in given:
        prompt = given.get("prompt")
        return [] if isinstance(prompt, str) and prompt.strip() else ["one of messages or prompt required"]
    messages = given["messages"]
    if not isinstance(messages, list):
        return ["messages must be a list"]
    items = cast("list[object]", messages)
    return [f"messages[{index}] {fault}" for index, item in enumerate(items) if (fault := _fault(item))]


def _fault(message: object) -> str | None:
    if not isinstance(message, dict):
        return "must be an object"
    given = cast("dict[str, Any]", message)
    if given.get("role") not in _ROLES:
        return f"must have a role, one of {', '.join(_ROLES)}"
    content = given.get("content")
    if content is None and given.get("tool_calls"):
        return None
    return None if _is_content(content) else "must have a content that is a string or a list of text parts"


def _is_content(content: object) -> bool:
    if isinstance(content, str):
        return True
    if not isinstance(content, list):
        return False
    return all(_is_text_part(part) for part in cast("list[object]", content))


def _is_text_part(part: object) -> bool:
    return isinstance(part, dict) and isinstance(cast("dict[str, object]", part).get("text"), str)
