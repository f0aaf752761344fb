"""JSON schemas as a model should read them: inlined, without titles, without "or null".

A class's docstring is for engineers and left out; what a model must know stands in a field's description.
"""

from collections.abc import Sequence
from typing import Any, cast

from pydantic import BaseModel

Schema = dict[str, Any]
JsonList = Sequence[Any]


def schema_of(model: type[BaseModel]) -> Schema:
    """The tidy schema of a pydantic model; an optional field is simply not required."""
    raw: Schema = model.model_json_schema()
    definitions = raw.pop("$defs", {})
    raw.pop("description", None)
    return cast("Schema", _tidy(raw, definitions))


def _tidy(node: Any, definitions: Schema) -> Any:
    if isinstance(node, list):
        return [_tidy(item, definitions) for item in cast("JsonList", node)]
    if not isinstance(node, dict):
        return node
    schema = _resolved(cast("Schema", node), definitions)
    return {
        key: _tidied_value(key, value, definitions) for key, value in schema.items() if not _noise(key, value)
    }


def _tidied_value(key: str, value: Any, definitions: Schema) -> Any:
    if key == "properties":  # its keys are field names, and one of them may well be "title"
        return {name: _tidy(field, definitions) for name, field in cast("Schema", value).items()}
    return _tidy(value, definitions)


def _noise(key: str, value: Any) -> bool:
    return key == "title" or (key == "default" and value in (None, [], {}))


def _resolved(node: Schema, definitions: Schema) -> Schema:
    """The node with its $ref filled in and a union with null reduced to what is left."""
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        rest = {key: value for key, value in node.items() if key != "$ref"}
        definition = {key: value for key, value in definitions[name].items() if key != "description"}
        return {**_resolved(definition, definitions), **rest}
    options = cast("list[Schema]", node.get("anyOf", []))
    kept = [option for option in options if option.get("type") != "null"]
    if len(options) > len(kept) == 1:
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        return {**_resolved(kept[0], definitions), **rest}
    return node
