"""The JSON schemas that quotes can fill: one text, or a list of questions with answers and quotes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from assemblyai_emulator.gateway.errors import InvalidRequestError

_PAIR = {"question", "answer"}
_QUOTES = "quotes"
_NO_CONSTRAINT = {"type", "title", "description"}
"""Keys of a schema that put no further constraint on the value."""


@dataclass(frozen=True, slots=True)
class TextShape:
    """An object with a single property, which holds the answer's text."""

    name: str


@dataclass(frozen=True, slots=True)
class PairsShape:
    """A list of {question, answer}: by itself, or as the only property, `name`, of an object.

    With `quotes`, each pair also has a list of strings named quotes.
    """

    name: str | None
    quotes: bool = False


Shape = TextShape | PairsShape


def requested_shape(response_format: object) -> Shape | None:
    """None for plain text. Raises InvalidRequestError for a schema that quotes cannot fill."""
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
            "give an object with one string, or a list of objects with the strings question and answer, and "
            "perhaps a list of strings named quotes. "
            "Start it with --llm-url for any other schema, or call the real API."
        )
    return shape


def _shape(schema: Mapping[str, Any]) -> Shape | None:
    if (pairs := _pairs(schema)) is not None:
        return PairsShape(None, pairs.keys() > _PAIR)
    properties = _properties(schema)
    if len(properties) != 1:
        return None
    ((name, value),) = properties.items()
    if _is_plain_string(value):
        return TextShape(name)
    pairs = _pairs(value)
    return None if pairs is None else PairsShape(name, pairs.keys() > _PAIR)


def _pairs(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The fields of each pair if the schema is a list of pairs, else None."""
    if not _is_list(schema):
        return None
    pair = _properties(_object(schema.get("items")))
    if not _PAIR <= pair.keys() <= {*_PAIR, _QUOTES} or not all(
        _is_plain_string(pair[name]) for name in _PAIR
    ):
        return None
    quotes = pair.get(_QUOTES)
    return None if quotes is not None and not _is_list_of_strings(quotes) else pair


def _is_list(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array" and schema.keys() <= {*_NO_CONSTRAINT, "items"}


def _is_list_of_strings(schema: Mapping[str, Any]) -> bool:
    return _is_list(schema) and _is_plain_string(_object(schema.get("items")))


def _properties(schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The properties if the schema is a plain object, else nothing."""
    if schema.get("type") != "object":
        return {}
    if not schema.keys() <= {*_NO_CONSTRAINT, "properties", "required", "additionalProperties", "$schema"}:
        return {}
    return {name: _object(value) for name, value in _object(schema.get("properties")).items()}


def _is_plain_string(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "string" and schema.keys() <= _NO_CONSTRAINT


def _object(value: object) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
