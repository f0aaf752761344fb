"""Tools made of an OpenAPI file: one for each endpoint, with the file's names and descriptions, and replies as they come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx

from evals.sides.side import Tool, ToolReply

_METHODS = ("get", "post", "put", "patch", "delete")
"""The keys of a path that are requests."""

_DEEPEST = 6
"""References within references that are followed; what is deeper may be any object."""

_FILE = {"type": "string", "description": "The name of a file in the person's folder, whose bytes are sent."}
"""The parameter of an endpoint that takes bytes: generated tools could not send any otherwise."""

Json = Mapping[str, Any]


@dataclass(frozen=True)
class _Endpoint:
    """What a call needs to know."""

    method: str
    path: str
    in_path: frozenset[str]
    in_query: frozenset[str]
    takes_file: bool

    async def call(self, arguments: dict[str, Any], http: httpx.AsyncClient, folder: Path) -> ToolReply:
        given = {name: value for name, value in arguments.items() if value is not None}
        path = self.path.format_map({name: given.pop(name, "") for name in self.in_path})
        query = {name: given.pop(name) for name in self.in_query & given.keys()}
        options: dict[str, Any] = {"params": query}
        if self.takes_file:
            name = str(given.get("file"))
            try:
                options["content"] = (folder / Path(name).name).read_bytes()
            except OSError as error:
                return ToolReply(f"{name}: {error.strerror}", is_error=True)
        elif self.method in {"post", "put", "patch"}:
            options["json"] = given
        try:
            reply = await http.request(self.method, path, **options)
        except httpx.HTTPError as error:
            return ToolReply(f"{type(error).__name__}: {error}", is_error=True)
        text = reply.text if reply.is_success else f"HTTP {reply.status_code}: {reply.text}"
        return ToolReply(text, is_error=not reply.is_success)


def tools_of(document: Json, http: httpx.AsyncClient, folder: Path) -> Iterator[Tool]:
    """A tool for each request of the document. They are sent through `http`, whatever servers the document names."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield _tool(document, path, method, item, http, folder)


def _tool(
    document: Json, path: str, method: str, item: Json, http: httpx.AsyncClient, folder: Path
) -> Tool:
    operation: Json = item[method]
    given = [_resolved(one, document) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))]
    given = [one for one in given if one["in"] in {"path", "query"}]
    body = _resolved(operation.get("requestBody", {}), document).get("content", {})
    takes_file = bool(body) and "application/json" not in body
    schema = _resolved(body.get("application/json", {}).get("schema", {}), document)
    properties = {one["name"]: {**one["schema"], "description": one.get("description", "")} for one in given}
    required = [one["name"] for one in given if one.get("required")]
    if takes_file:
        properties, required = {**properties, "file": _FILE}, [*required, "file"]
    endpoint = _Endpoint(
        method,
        path,
        frozenset(one["name"] for one in given if one["in"] == "path"),
        frozenset(one["name"] for one in given if one["in"] == "query"),
        takes_file,
    )

    async def call(arguments: dict[str, Any]) -> ToolReply:
        return await endpoint.call(arguments, http, folder)

    said = (operation.get("summary"), operation.get("description"))
    return Tool(
        operation.get("operationId") or f"{method}_{path.strip('/')}".translate(_PLAIN),
        "\n".join(text for text in said if text),
        {
            "type": "object",
            "properties": {**properties, **schema.get("properties", {})},
            "required": [*required, *schema.get("required", ())],
        },
        call,
    )


_PLAIN = str.maketrans({character: "_" for character in "/{}-."})
"""Makes a tool's name of a path."""


def _resolved(part: Any, document: Json, depth: int = 0) -> Any:
    """The part with what its references name, and what allOf joins, in their places."""
    if isinstance(part, list):
        return [_resolved(one, document, depth) for one in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    found = cast("dict[str, Any]", part)
    if "$ref" in found:
        return {"type": "object"} if depth > _DEEPEST else _resolved(_named(found["$ref"], document), document, depth + 1)
    found = {key: _resolved(value, document, depth) for key, value in found.items()}
    for other in found.pop("allOf", ()):
        properties = {**other.get("properties", {}), **found.get("properties", {})}
        required = [*other.get("required", ()), *found.get("required", ())]
        found = {**other, **found, "properties": properties, "required": required}
    return found


def _named(reference: str, document: Json) -> Any:
    found: Any = document
    for name in reference.removeprefix("#/").split("/"):
        found = found[name.replace("~1", "/").replace("~0", "~")]
    return found
