import asyncio
import json

import httpx
import pytest
from evals.sides.openapi import Place, endpoints_of

DOCUMENT = {
    "paths": {
        "/things/{thing_id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "get": {
                "operationId": "get_thing",
                "summary": "Get it.",
                "description": "All of it.",
                "parameters": [
                    {
                        "in": "query",
                        "name": "deep",
                        "schema": {"type": "boolean"},
                        "description": "Parts too.",
                    },
                    {"in": "header", "name": "Trace", "schema": {"type": "string"}},
                ],
            },
        },
        "/things": {
            "post": {
                "summary": "Make one.",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/new"}}}
                },
            }
        },
        "/upload": {
            "post": {
                "operationId": "send",
                "requestBody": {"content": {"application/octet-stream": {"schema": {}}}},
            }
        },
    },
    "components": {
        "parameters": {
            "id": {
                "in": "path",
                "name": "thing_id",
                "required": True,
                "schema": {"$ref": "#/components/schemas/a~1b"},
                "description": "Its id.",
            }
        },
        "schemas": {
            "a/b": {"type": "string"},
            "named": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
            "new": {
                "allOf": [{"$ref": "#/components/schemas/named"}],
                "properties": {"parts": {"type": "array", "items": {"$ref": "#/components/schemas/part"}}},
            },
            "part": {"type": "object", "properties": {"inner": {"$ref": "#/components/schemas/part"}}},
        },
    },
}


@pytest.fixture
def seen():
    return []


@pytest.fixture
async def tools(seen, tmp_path):
    def answer(request):
        seen.append(request)
        if request.url.path == "/things":
            return httpx.Response(422, text='{"error": "no name"}')
        if "lost" in request.url.path:
            raise httpx.ConnectError("no line")
        return httpx.Response(200, text='{"id": "x"}')

    async with httpx.AsyncClient(
        transport=httpx.MockTransport(answer), base_url="http://service.test"
    ) as http:
        yield {
            tool.name: tool for tool in (one.tool(Place(http, tmp_path)) for one in endpoints_of(DOCUMENT))
        }


async def test_each_request_of_the_document_is_a_tool_with_its_words(tools):
    assert list(tools) == ["get_thing", "post_things", "send"]
    assert tools["get_thing"].description == "Get it.\nAll of it."
    assert tools["get_thing"].parameters == {
        "type": "object",
        "properties": {
            "thing_id": {"type": "string", "description": "Its id."},
            "deep": {"type": "boolean", "description": "Parts too."},
        },
        "required": ["thing_id"],
    }


async def test_references_are_followed_and_joined_but_not_for_ever(tools):
    parameters = tools["post_things"].parameters
    assert parameters["required"] == ["name"]
    assert parameters["properties"]["name"] == {"type": "string"}
    assert len(json.dumps(parameters)) < 1000


async def test_arguments_go_where_the_document_says(tools, seen, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    assert (await tools["get_thing"].call({"thing_id": "x", "deep": True})).text == '{"id": "x"}'
    await tools["post_things"].call({"name": "n", "parts": None})
    await tools["send"].call({"file": "a.wav"})
    got, made, sent = seen
    assert (got.method, got.url.path, dict(got.url.params)) == ("GET", "/things/x", {"deep": "true"})
    assert (made.method, json.loads(made.content)) == ("POST", {"name": "n"})
    assert (sent.url.path, sent.content) == ("/upload", b"audio")


async def test_a_refusal_and_a_broken_line_are_errors_that_a_model_reads(tools):
    refused = await tools["post_things"].call({})
    assert (refused.text, refused.is_error) == ('HTTP 422: {"error": "no name"}', True)
    lost = await tools["get_thing"].call({"thing_id": "lost"})
    assert (lost.text, lost.is_error) == ("ConnectError: no line", True)


@pytest.mark.parametrize("name", ["b.wav", "../a.wav", ""])
async def test_only_files_of_the_folder_are_sent(tools, seen, tmp_path, name):
    (tmp_path.parent / "a.wav").write_bytes(b"audio of others")
    assert (await tools["send"].call({"file": name})).is_error
    assert seen == []


async def test_a_file_that_is_larger_than_an_upload_may_be_is_refused_as_the_api_does_and_not_read(
    tools, seen, tmp_path, service
):
    movie = tmp_path / "movie.wav"
    with movie.open("wb") as file:
        file.truncate(2_200_000_001)  # a sparse file, which takes no place on the disk
    refused = await _refusal(service.base_url, movie.stat().st_size)
    reply = await tools["send"].call({"file": "movie.wav"})
    assert (reply.text, reply.is_error, seen) == (f"HTTP 413: {refused}", True, [])


async def _refusal(address, size):
    """What the service replies to an upload as soon as its size is announced."""
    url = httpx.URL(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    lines = ["POST /v2/upload HTTP/1.1", "Host: a", "Authorization: any", f"Content-Length: {size}", "", ""]
    writer.write("\r\n".join(lines).encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().casefold()
    assert head.startswith("http/1.1 413")
    length = int(head.partition("content-length: ")[2].split()[0])
    body = await reader.readexactly(length)
    writer.close()
    return body.decode()


def test_a_tools_name_and_description_are_such_as_every_provider_takes():
    paths = {
        "/v2/some-thing.v1/{id}/": {"get": {}},
        "/v2/other": {"post": {"operationId": "Do it. " * 20, "summary": "Does it."}},
    }
    first, second = (one.tool(None) for one in endpoints_of({"paths": paths}))
    assert (first.name, first.description) == ("get_v2_some_thing_v1__id_", "get /v2/some-thing.v1/{id}/")
    assert second.name == ("Do_it__" * 20)[:64]
