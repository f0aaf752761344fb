"""The server as chat clients start it: a process that reads stdin and writes stdout."""

import json
import signal
import subprocess
import sys

import pytest
from mcp import Client, StdioServerParameters
from tests.mcp_server.conftest import ERAS
from tests.mcp_server.raw_requests import modern

from assemblyai_mcp.definitions import tool_of
from assemblyai_tools import ALL_OPERATIONS

OFFERED = [operation.name for operation in ALL_OPERATIONS if operation.name != "purge_request_data"]
"""The tools without a setting for the language model: the LLM Gateway has nothing to purge."""


def names(answer):
    return [tool["name"] for tool in answer["result"]["tools"]]


def server(*arguments, **env):
    return StdioServerParameters(command=sys.executable, args=["-m", "assemblyai_mcp", *arguments], env=env)


async def call(client, name, **arguments):
    result = await client.call_tool(name, arguments)
    (content,) = result.content
    return content.text, bool(result.is_error)


@pytest.mark.parametrize("mode", ERAS)
async def test_tools_list_shows_every_operation_in_order(mode):
    async with Client(server(ASSEMBLYAI_LLM="lemur"), mode=mode) as client:
        tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == [operation.name for operation in ALL_OPERATIONS]
    assert tools == [tool_of(operation) for operation in ALL_OPERATIONS]


async def test_on_the_live_hosts_purge_request_data_is_not_offered():
    async with Client(server()) as client:
        tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == OFFERED


async def test_without_a_key_it_starts_and_a_call_says_that_the_key_is_missing():
    async with Client(server()) as client:
        text, failed = await call(client, "get_transcript", transcript_id="abc")
    assert failed
    assert text.startswith("No AssemblyAI API key is set, so nothing was sent.")


@pytest.mark.parametrize("mode", ERAS)
async def test_offline_it_needs_no_key_and_reads_only_the_allowed_folders(audio, tmp_path, mode):
    outside = tmp_path / "secret.wav"
    outside.write_bytes(b"RIFF")
    async with Client(server("--offline", ASSEMBLYAI_ALLOWED_DIRS=str(audio)), mode=mode) as client:
        text, failed = await call(client, "transcribe", audio="hello.flac", wait_seconds=120)
        assert not failed, text
        assert "is completed" in text
        text, failed = await call(client, "transcribe", audio=str(outside))
    assert failed
    assert text.startswith(f"{outside} is outside the allowed folders, ")


async def test_an_unreachable_service_is_a_failed_result():
    unreachable = {"ASSEMBLYAI_API_KEY": "key", "ASSEMBLYAI_BASE_URL": "http://127.0.0.1:9"}
    async with Client(server(**unreachable)) as client:
        text, failed = await call(client, "delete_transcript", transcript_id="abc", confirm=True)
    assert failed
    assert text.startswith("No reply to GET /v2/transcript/abc")
    assert "try again" in text


@pytest.fixture(scope="module")
def say():
    """Write lines to a server, bytes unchanged and the rest as JSON; gives its answers up to the one to id `last`."""
    with subprocess.Popen(
        [sys.executable, "-m", "assemblyai_mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:

        def write(*lines, last):
            for line in lines:
                process.stdin.write(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n")
            process.stdin.flush()
            answers = []
            for line in process.stdout:
                answers.append(json.loads(line))
                if answers[-1].get("id") == last:
                    break
            return answers

        yield write


def request(number, method, tool=None, **params):
    _, body = modern(method, tool, **params)
    return body | {"id": number}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{bad\n", (None, -32700)),
        (b"\xff\xfe\n", (None, -32700)),
        (b"[1]\n", (None, -32600)),
        (b'{"jsonrpc": "2.0", "id": 7}\n', (7, -32600)),
        (b'{"jsonrpc": "2.0", "id": true}\n', (None, -32600)),
    ],
)
def test_a_malformed_line_is_answered_with_the_protocols_error_and_the_server_keeps_serving(say, line, error):
    refused, listed = say(line, request(1, "tools/list"), last=1)
    assert (refused["id"], refused["error"]["code"]) == error
    assert names(listed) == OFFERED


def test_unknown_names_and_wrong_values_are_errors_and_the_server_keeps_serving(say):
    large = "a" * 10_000_000
    answers = say(
        request(1, "nothing/here"),
        request(2, "tools/call", name="get_transcript", arguments=7),
        request(3, "tools/call", name="get_transcript", arguments={"transcript_id": large}),
        request(4, "tools/call", name="zzz", arguments={}),
        request(5, "tools/list"),
        last=5,
    )
    found = {answer["id"]: answer for answer in answers}
    assert found[1]["error"]["code"] == -32601
    assert found[2]["error"]["code"] == -32602
    assert found[3]["result"]["isError"]
    assert len(json.dumps(found[3])) < 2000, "the wrong value is not sent back whole"
    assert found[4]["result"]["content"][0]["text"].startswith("There is no tool 'zzz'.")
    assert names(found[5]) == OFFERED


def test_a_terminated_server_stops_its_emulator_too():
    process = subprocess.Popen(
        [sys.executable, "-m", "assemblyai_mcp", "--offline"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        notice = process.stderr.readline()  # from the emulator, once it runs
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        # Both processes hold the stderr pipe, so it closes when both are gone.
        rest = process.stderr.read()
    assert notice
    assert rest is not None
    assert process.returncode == -signal.SIGTERM
