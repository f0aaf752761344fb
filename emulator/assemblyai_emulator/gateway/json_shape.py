"""The JSON schemas that quotes can fill honestly: one text, or a list of questions with their answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from assemblyai_emulator.gateway.errors import InvalidRequestError

_PAIR = {"question", "answer"}
# Words about a value, not demands on it.
_REMARKS = {"type", "title", "description"}


@dataclass(frozen=True, slots=True)
class TextShape:
    """An object whose one property is the answer's text."""

    name: str


@dataclass(frozen=True, slots=True)
class PairsShape:
    """A list of {question, answer}: by itself, or as an object's one property of this name."""

    name: str | None


Shape = TextShape | PairsShape


def asked_for(response_format: object) -> Shape | None:
    """None for plain text. Raises InvalidRequestError for a schema that asks for more than quotes can give."""
    if response_format is None:
        return None
    given = _object(response_format)
    if given.get("type") == "text":
        return None
    if given.get("type") != "json_schema":
        raise InvalidRequestError("response_format must have the type text or json_schema")
    shape = _shape(_object(_object(given.get("json_schema")).get("schema")))
    if shape is None:
        raise InvalidRequestError(
            "response_format asks for a schema that the offline emulator cannot fill: it only quotes, so it can "
            "give an object with one string, or a list of objects with the strings question and answer. "
            "Start it with --llm-url for any other schema, or call the real API."
        )
    return shape


def _shape(schema: Mapping[str, Any]) -> Shape | None:
    if _is_pairs(schema):
        return PairsShape(None)
    properties = _properties(schema)
    if len(properties) != 1:
        return None
    ((name, value),) = properties.items()
    if _is_plain_string(value):
        return TextShape(name)
    return PairsShape(name) if _is_pairs(value) else None


def _is_pairs(schema: Mapping[str, Any]) -> bool:
    if schema.get("type") != "array" or not schema.keys() <= {*_REMARKS, "items"}:
        return False
    pair = _properties(_object(schema.get("items")))
    return pair.keys() == _PAIR and all(_is_plain_string(value) for value in pair.values())


def _properties(schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Empty for what is no plain object."""
    if schema.get("type") != "object":
        return {}
    if not schema.keys() <= {*_REMARKS, "properties", "required", "additionalProperties", "$schema"}:
        return {}
    return {name: _object(value) for name, value in _object(schema.get("properties")).items()}


def _is_plain_string(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "string" and schema.keys() <= _REMARKS


def _object(value: object) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
