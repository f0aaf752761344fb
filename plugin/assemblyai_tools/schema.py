"""JSON schemas in the form that a model reads best: inlined, without titles, without "or null".

A class's docstring is for engineers and left out; what a model must know is in the fields' descriptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

Schema = dict[str, Any]
JsonList = Sequence[Any]


def schema_of(model: type[BaseModel], *, defaults: bool = True) -> Schema:
    """The simplified schema of a pydantic model; an optional field is simply not required.

    Without `defaults` the default values are left out: a reader of results does not need them.
    """
    raw: Schema = model.model_json_schema(schema_generator=_WithPlainDefaults)
    definitions = raw.pop("$defs", {})
    raw.pop("description", None)
    return cast("Schema", _Simplifier(definitions, defaults).simplify(raw))


_PLAIN = (type(None), bool, int, float, str)
"""Types whose values are JSON as they are; a subclass such as an enum may not be."""


class _WithPlainDefaults(GenerateJsonSchema):
    """Takes defaults that are JSON already as they are: pydantic builds a serializer for each."""

    def encode_default(self, dft: Any) -> Any:
        return dft if type(dft) in _PLAIN else super().encode_default(dft)


@dataclass(frozen=True, slots=True)
class _Simplifier:
    definitions: Schema
    defaults: bool

    def simplify(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.simplify(item) for item in cast("JsonList", node)]
        if not isinstance(node, dict):
            return node
        schema = self._resolved(cast("Schema", node))
        return {
            key: self._value(key, value) for key, value in schema.items() if not self._is_noise(key, value)
        }

    def _value(self, key: str, value: Any) -> Any:
        if key == "properties":  # its keys are field names, and one may be "title"
            return {name: self.simplify(field) for name, field in cast("Schema", value).items()}
        return self.simplify(value)

    def _is_noise(self, key: str, value: Any) -> bool:
        return key == "title" or (key == "default" and (not self.defaults or value in (None, [], {})))

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
        return node
