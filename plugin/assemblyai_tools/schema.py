"""JSON schemas in the form that models read best and that every vendor takes: inlined, without titles.

An optional argument may be null, as strict modes make every argument required. A class's docstring is for engineers
and left out; what a model must know is in the fields' descriptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

Schema = dict[str, Any]
JsonList = Sequence[Any]

_KEPT = frozenset(
    {
        "additionalProperties",
        "anyOf",
        "const",
        "description",
        "enum",
        "items",
        "properties",
        "required",
        "type",
    }
)
"""The keywords of a call's schema. Strict modes refuse limits: the validator checks them, descriptions say them."""


def arguments_schema(model: type[BaseModel]) -> Schema:
    """The schema of a call's arguments; one that is not required may be null."""
    return _simplified(model, for_arguments=True)


def result_schema(model: type[BaseModel]) -> Schema:
    """The schema of a result; a field that is not required may be missing, and is never null."""
    return _simplified(model, for_arguments=False)


def _simplified(model: type[BaseModel], *, for_arguments: bool) -> Schema:
    raw: Schema = model.model_json_schema(schema_generator=_WithoutDefaults)
    definitions = raw.pop("$defs", {})
    raw.pop("description", None)
    return cast("Schema", _Simplifier(definitions, for_arguments).simplify(raw))


class _WithoutDefaults(GenerateJsonSchema):
    """Leaves the default values out: pydantic builds a serializer for each, and no reader needs them."""

    def default_schema(self, schema: Any) -> Any:
        return self.generate_inner(schema["schema"])


@dataclass(frozen=True, slots=True)
class _Simplifier:
    definitions: Schema
    for_arguments: bool

    def simplify(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.simplify(item) for item in cast("JsonList", node)]
        if not isinstance(node, dict):
            return node
        schema = self._resolved(cast("Schema", node))
        required: JsonList = schema.get("required", [])
        return {
            key: self._properties(value, required) if key == "properties" else self.simplify(value)
            for key, value in schema.items()
            if not self._is_noise(key)
        }

    def _properties(self, fields: Schema, required: JsonList) -> Schema:
        return {
            name: self._field(self.simplify(field), optional=name not in required)
            for name, field in fields.items()
        }

    def _field(self, field: Schema, *, optional: bool) -> Schema:
        """A field; null stands in a union, the one form that keeps the type with every vendor's own package."""
        if not (self.for_arguments and optional):
            return field
        described = {key: value for key, value in field.items() if key == "description"}
        kind = {key: value for key, value in field.items() if key != "description"}
        return {"anyOf": [*kind.get("anyOf", [kind]), {"type": "null"}], **described}

    def _is_noise(self, key: str) -> bool:
        return key not in _KEPT if self.for_arguments else key == "title"

    def _resolved(self, node: Schema) -> Schema:
        """The node with its $ref inlined and null removed from a union of two."""
        if "$ref" in node:
            name = str(node["$ref"]).rsplit("/", 1)[-1]
            rest = {key: value for key, value in node.items() if key != "$ref"}
            definition = {key: value for key, value in self.definitions[name].items() if key != "description"}
            return {**self._resolved(definition), **rest}
        options = cast("list[Schema]", node.get("anyOf", []))
        kept = [option for option in options if option.get("type") != "null"]
        if len(options) > len(kept) == 1:
            rest = {key: value for key, value in node.items() if key != "anyOf"}
            return {**self._resolved(kept[0]), **rest}
        if len(options) > len(kept):
            return {**node, "anyOf": kept}
        return node
