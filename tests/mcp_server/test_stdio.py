"""The server as chat clients start it: a process, spoken to over stdin and stdout."""

import signal
import subprocess
import sys

from mcp import Client, StdioServerParameters

from assemblyai_mcp.definitions import tool_of
from assemblyai_tools import ALL_OPERATIONS


def server(*arguments, **env):
    return StdioServerParameters(command=sys.executable, args=["-m", "assemblyai_mcp", *arguments], env=env)


async def call(client, name, **arguments):
    result = await client.call_tool(name, arguments)
    (content,) = result.content
    return content.text, bool(result.is_error)


async def test_tools_list_shows_every_operation_in_order():
    async with Client(server(ASSEMBLYAI_LLM="lemur")) as client:
        tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == [operation.name for operation in ALL_OPERATIONS]
    assert tools == [tool_of(operation) for operation in ALL_OPERATIONS]


async def test_on_the_live_hosts_what_cannot_be_purged_is_not_offered():
    async with Client(server()) as client:
        tools = (await client.list_tools()).tools
    assert {operation.name for operation in ALL_OPERATIONS} - {tool.name for tool in tools} == {
        "purge_request_data"
    }


async def test_without_a_key_it_starts_and_every_call_says_what_is_missing():
    async with Client(server()) as client:
        text, failed = await call(client, "get_transcript", transcript_id="abc")
    assert failed
    assert text.startswith("No AssemblyAI API key is set, so nothing was sent.")


async def test_offline_it_needs_no_key_and_reads_only_the_allowed_folders(audio, tmp_path):
    outside = tmp_path / "secret.wav"
    outside.write_bytes(b"RIFF")
    async with Client(server("--offline", ASSEMBLYAI_ALLOWED_DIRS=str(audio))) as client:
        text, failed = await call(client, "transcribe", audio="hello.flac", wait_seconds=120)
        assert not failed, text
        assert "is completed" in text
        text, failed = await call(client, "transcribe", audio=str(outside))
    assert failed
    assert text.startswith(f"{outside} is outside the allowed folders.")


async def test_a_service_that_is_not_there_is_a_failed_result():
    unreachable = {"ASSEMBLYAI_API_KEY": "key", "ASSEMBLYAI_BASE_URL": "http://127.0.0.1:9"}
    async with Client(server(**unreachable)) as client:
        text, failed = await call(client, "delete_transcript", transcript_id="abc", confirm=True)
    assert failed
    assert text.startswith("No reply to DELETE /v2/transcript/abc")
    assert "try again" in text


def test_a_server_that_is_terminated_takes_its_emulator_along():
    process = subprocess.Popen(
        [sys.executable, "-m", "assemblyai_mcp", "--offline"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        said = process.stderr.readline()  # the emulator's notice: it runs
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        # Both hold the pipe of stderr; it ends when the last of them is gone.
        rest = process.stderr.read()
    assert said
    assert rest is not None
    assert process.returncode == -signal.SIGTERM
