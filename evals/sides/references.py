"""Replaces the references of an OpenAPI file by what they name."""

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

Json: TypeAlias = Mapping[str, Any]
"""An OpenAPI file, or a part of one."""

_DEEPEST = 6
"""How many references within references are followed. Deeper parts may be any object."""


def resolved(part: Any, document: Json, depth: int = 0) -> Any:
    """The part, with its references replaced and its allOf joined."""
    if isinstance(part, list):
        return [resolved(one, document, depth) for one in cast("list[object]", part)]
    if not isinstance(part, dict):
        return part
    found = cast("dict[str, Any]", part)
    if "$ref" in found:
        deeper = depth + 1
        return (
            {"type": "object"}
            if deeper > _DEEPEST
            else resolved(_named(found["$ref"], document), document, deeper)
        )
    return _joined({key: resolved(value, document, depth) for key, value in found.items()})


def _joined(schema: dict[str, Any]) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [*schema.pop("allOf", ()), schema]
    if len(parts) == 1:
        return schema
    found: dict[str, Any] = {}
    properties: dict[str, Any] = {}
    required: list[str] = []
    for one in parts:
        found |= one
        properties |= one.get("properties", {})
        required += one.get("required", [])
    return {**found, "properties": properties, "required": required}


def _named(reference: str, document: Json) -> Any:
    found: Any = document
    for name in reference.removeprefix("#/").split("/"):
        found = found[name.replace("~1", "/").replace("~0", "~")]
    return found
