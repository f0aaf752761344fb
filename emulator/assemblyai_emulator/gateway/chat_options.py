"""The optional parameters of POST /v1/chat/completions, and what each must be."""

from collections.abc import Callable, Mapping
from typing import Any, cast

Check = Callable[[Any], bool]

_LARGEST_TEMPERATURE = 2
_MOST_FALLBACKS = 2
JSON_REPAIR = "json-repair"
"""The only step of post_processing_steps that the service has."""


def _is_number(value: Any, low: float, high: float) -> bool:
    return type(value) in {int, float} and low <= value <= high


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and all(_is_object(item) for item in cast("list[object]", value))


def _is_fallback_config(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    depth, retry = _get(value, "depth"), _get(value, "retry")
    return (depth is None or (type(depth) is int and 1 <= depth <= _MOST_FALLBACKS)) and (
        retry is None or isinstance(retry, bool)
    )


def _is_reasoning(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    effort, size = _get(value, "effort"), _get(value, "max_tokens")
    return (effort is None or isinstance(effort, str)) and (size is None or (type(size) is int and size > 0))


def _is_steps(value: Any) -> bool:
    return _is_objects(value) and all(_get(step, "type") == JSON_REPAIR for step in value)


def _get(value: Any, name: str) -> Any:
    return cast("dict[str, Any]", value).get(name)


_BOOLEAN: tuple[Check, str] = (lambda value: isinstance(value, bool), "true or false")
_CHECKS: Mapping[str, tuple[Check, str]] = {
    "max_tokens": (lambda value: type(value) is int and value >= 1, "a whole number, 1 or more"),
    "temperature": (
        lambda value: _is_number(value, 0, _LARGEST_TEMPERATURE),
        f"a number from 0 to {_LARGEST_TEMPERATURE}",
    ),
    "top_p": (lambda value: _is_number(value, 0, 1), "a number from 0 to 1"),
    "stream": _BOOLEAN,
    "stream_options": (_is_object, "an object"),
    "response_format": (_is_object, "an object"),
    "tools": (_is_objects, "a list of objects"),
    "tool_choice": (lambda value: isinstance(value, str) or _is_object(value), "none, auto or an object"),
    "transcript_id": (lambda value: isinstance(value, str), "a string"),
    "fallback_config": (
        _is_fallback_config,
        f"an object that may have retry (true or false) and depth (1 to {_MOST_FALLBACKS})",
    ),
    "reasoning": (
        _is_reasoning,
        "an object that may have effort (a string) or max_tokens (a whole number, 1 or more)",
    ),
    "cache_control": (_is_object, "an object"),
    "post_processing_steps": (_is_steps, f"a list of objects of the type {JSON_REPAIR}"),
    "zero_data_retention": _BOOLEAN,
    "fail_fast": _BOOLEAN,
    "max_timeout": (lambda value: type(value) in {int, float} and value > 0, "a number of seconds above 0"),
}


def faults(given: Mapping[str, Any]) -> list[str]:
    """One sentence for each parameter of the wrong type or range. Except for model_region they are our own."""
    found = [
        f"{name} must be {what}"
        for name, (accepts, what) in _CHECKS.items()
        if name in given and not accepts(given[name])
    ]
    region = given.get("model_region")
    return (
        found if region is None or region == "global" else [*found, "model_region can only be set to global"]
    )


def fallback_faults(given: Mapping[str, Any], knows: Callable[[str], bool]) -> list[str]:
    """As recorded, every fallback must be a known model, even though none is ever needed."""
    fallbacks: Any = given.get("fallbacks", [])
    if not isinstance(fallbacks, list):
        return ["fallbacks must be a list of objects that each have a model"]
    models = [_get(item, "model") if _is_object(item) else None for item in cast("list[object]", fallbacks)]
    if len(models) > _MOST_FALLBACKS:
        return [f"fallbacks can name at most {_MOST_FALLBACKS} models"]
    return [
        f"model {model} is not supported"
        for model in models
        if not isinstance(model, str) or not knows(model)
    ]
