"""Tools made of an OpenAPI file: one for each endpoint, as the file describes it. Replies are shown as they come."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from assemblyai_tools.transport.local_files import MAX_UPLOAD
from evals.sides.references import Json, resolved
from evals.sides.side import Tool, ToolReply

_METHODS = ("get", "post", "put", "patch", "delete")
"""The keys of a path that are requests."""

_FILE = {"type": "string", "description": "The name of a file in the person's folder, whose bytes are sent."}
"""The parameter of an endpoint that takes bytes: a model cannot send bytes itself."""

_TOO_LARGE = 'HTTP 413: {"error":"The file is larger than 2.2 GB. Send its public URL as audio_url instead."}'
"""What the emulator replies to a larger upload than the API takes. Such a file is not read."""

_STRANGE = re.compile(r"[^a-zA-Z0-9_]")
"""What stands in no name of a tool here."""

_LONGEST_NAME = 64
"""Characters of a tool's name that every provider takes."""


@dataclass(frozen=True)
class Place:
    """Where the requests go."""

    http: httpx.AsyncClient
    """It has the address and the key. The servers that the document names are not used."""
    folder: Path
    """The person's folder."""


@dataclass(frozen=True)
class Endpoint:
    """One request of a document."""

    method: str
    path: str
    operation: Json
    """Its description in the document."""
    parameters: tuple[Json, ...]
    """The parameters of path and query."""
    body: Json
    """The JSON Schema of the body; empty if it takes none."""
    takes_file: bool
    """Whether the body is bytes."""

    @property
    def schema(self) -> Json:
        """All arguments: of path, query and body together."""
        given = {
            one["name"]: {**one["schema"], "description": one.get("description")} for one in self.parameters
        }
        required = [one["name"] for one in self.parameters if one.get("required")]
        if self.takes_file:
            given, required = {**given, "file": _FILE}, [*required, "file"]
        properties = {**given, **self.body.get("properties", {})}
        return {
            "type": "object",
            "properties": properties,
            "required": [*required, *self.body.get("required", ())],
        }

    def tool(self, place: Place) -> Tool:
        """The tool that sends it."""

        async def call(arguments: dict[str, Any]) -> ToolReply:
            return await self.send(arguments, place)

        request = f"{self.method} {self.path}"
        said = (self.operation.get("summary"), self.operation.get("description"))
        description = "\n".join(text for text in said if text) or request
        name = _STRANGE.sub("_", self.operation.get("operationId") or request.replace(" /", "_").rstrip("/"))
        return Tool(name[:_LONGEST_NAME], description, self.schema, call)

    async def send(self, arguments: dict[str, Any], place: Place) -> ToolReply:
        """Send it with these arguments."""
        given = {name: value for name, value in arguments.items() if value is not None}
        path = self.path.format_map({name: given.pop(name, "") for name in self._names("path")})
        options: dict[str, Any] = {
            "params": {name: given.pop(name) for name in self._names("query") if name in given}
        }
        if self.takes_file:
            file = place.folder / Path(str(given.get("file"))).name
            try:
                if file.stat().st_size > MAX_UPLOAD:
                    return ToolReply(_TOO_LARGE, is_error=True)
                options["content"] = file.read_bytes()
            except OSError as error:
                return ToolReply(f"{file.name}: {error.strerror}", is_error=True)
        elif self.body:
            options["json"] = given
        try:
            reply = await place.http.request(self.method, path, **options)
        except httpx.HTTPError as error:
            return ToolReply(f"{type(error).__name__}: {error}", is_error=True)
        text = reply.text if reply.is_success else f"HTTP {reply.status_code}: {reply.text}"
        return ToolReply(text, is_error=not reply.is_success)

    def _names(self, where: str) -> list[str]:
        return [one["name"] for one in self.parameters if one["in"] == where]


def endpoints_of(document: Json) -> Iterator[Endpoint]:
    """The requests of a document."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield _endpoint(document, path, method, item)


def _endpoint(document: Json, path: str, method: str, item: Json) -> Endpoint:
    operation: Json = item[method]
    given = [
        resolved(one, document) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))
    ]
    content = resolved(operation.get("requestBody", {}), document).get("content", {})
    return Endpoint(
        method,
        path,
        operation,
        tuple(one for one in given if one["in"] in {"path", "query"}),
        content.get("application/json", {}).get("schema", {}),
        takes_file=bool(content) and "application/json" not in content,
    )
