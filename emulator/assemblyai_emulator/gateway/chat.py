"""Reads the body of POST /v1/chat/completions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from assemblyai_emulator.gateway.errors import InvalidRequestError

DEFAULT_MAX_TOKENS = 1000
_MAX_TEMPERATURE = 2
_MAX_FALLBACKS = 2
_ROLES = ("system", "user", "assistant", "tool")
_NO_EFFECT = frozenset({"fail_fast", "fallback_config", "fallbacks", "max_timeout", "zero_data_retention"})
"""Parameters that do not change the answer, so every model takes them: how long to wait, what to keep, and which model
to fall back to. The emulator has one model, so it never falls back."""

_READ = frozenset({"model", "messages", "prompt", "transcript_id", "model_region"})
"""Parameters that the gateway itself reads, whatever the model."""


@dataclass(frozen=True, slots=True)
class Chat:
    """`messages` are as sent. `options` are the model's own parameters that were set, after a check."""

    model: str
    messages: tuple[Mapping[str, Any], ...]
    transcript_id: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def max_tokens(self) -> int:
        return int(self.options.get("max_tokens", DEFAULT_MAX_TOKENS))


def read(body: Mapping[str, Any], names: Collection[str] | None, supported: Collection[str]) -> Chat:
    """`names` are the models to choose from (None: any name is accepted), `supported` the parameters they take.

    Raises InvalidRequestError that lists every fault. The texts for an unknown model, an unsupported parameter
    and model_region are recorded from the service, the others are not.
    https://www.assemblyai.com/docs/llm-gateway/chat-completions
    """
    # A parameter that is switched off requests nothing: the official SDK always sends "stream": false.
    given = {
        name: value
        for name, value in body.items()
        if value is not None and value is not False and value != []
    }
    faults = [
        *_model_faults(given, names, supported),
        *_message_faults(given),
        *_option_faults(given),
        *_fallback_faults(given, names),
    ]
    if faults:
        raise InvalidRequestError(*faults)
    messages = given.get("messages") or [{"role": "user", "content": given["prompt"]}]
    options = {name: value for name, value in given.items() if name in supported}
    return Chat(given["model"], tuple(messages), given.get("transcript_id"), options)


def _model_faults(
    given: Mapping[str, Any], names: Collection[str] | None, supported: Collection[str]
) -> list[str]:
    model = given.get("model")
    if not isinstance(model, str) or not model:
        return ["model is required"]
    if names is not None and model not in names:
        return [f"model {model} is not supported"]
    unknown = given.keys() - _READ - _NO_EFFECT - set(supported)
    return [f"model {model} does not support {name}" for name in sorted(unknown)]


def _message_faults(given: Mapping[str, Any]) -> list[str]:
    if "messages" not in given:
        prompt = given.get("prompt")
        return [] if isinstance(prompt, str) and prompt.strip() else ["messages or prompt is required"]
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


def _option_faults(given: Mapping[str, Any]) -> list[str]:
    faults: list[str] = []
    size, temperature = given.get("max_tokens"), given.get("temperature")
    if size is not None and (type(size) is not int or size < 1):
        faults.append("max_tokens must be a whole number, 1 or more")
    if temperature is not None and (
        type(temperature) not in {int, float} or not 0 <= temperature <= _MAX_TEMPERATURE
    ):
        faults.append(f"temperature must be a number from 0 to {_MAX_TEMPERATURE}")
    if given.get("model_region") not in {None, "global"}:
        faults.append("model_region can only be set to global")
    if not isinstance(given.get("transcript_id", ""), str):
        faults.append("transcript_id must be a string")
    return faults


def _fallback_faults(given: Mapping[str, Any], names: Collection[str] | None) -> list[str]:
    """As recorded, every fallback must be a known model, even though none is ever needed."""
    fallbacks: Any = given.get("fallbacks", [])
    if not isinstance(fallbacks, list):
        return ["fallbacks must be a list of objects that each have a model"]
    models = [_model_of(item) for item in cast("list[object]", fallbacks)]
    if len(models) > _MAX_FALLBACKS:
        return [f"fallbacks can name at most {_MAX_FALLBACKS} models"]
    return [f"model {model} is not supported" for model in models if names is not None and model not in names]


def _model_of(fallback: object) -> object:
    return cast("dict[str, object]", fallback).get("model") if isinstance(fallback, dict) else None
