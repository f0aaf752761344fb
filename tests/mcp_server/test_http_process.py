"""The server as people start it: a process that listens, and ends when it is told to."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest
from tests.mcp_server.asgi.test_app import HEADERS, modern
from tests.mcp_server.conftest import ERAS, KEY, http_client

from assemblyai_tools import ALL_OPERATIONS


@contextmanager
def process(*arguments, **env):
    """A running server; gives the process and its address."""
    running = subprocess.Popen(
        [sys.executable, "-m", "assemblyai_mcp", "--transport", "http", "--port", "0", *arguments],
        env={"PATH": os.defpath, **env},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = next(line for line in running.stderr if " listening on " in line)
        yield running, line.split(" listening on ")[1].strip().removesuffix("/mcp")
    finally:
        running.kill()
        running.communicate()


@pytest.mark.parametrize("mode", ERAS)
async def test_it_serves_tools_over_http(account, mode):
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    with process(**env) as (_, url):
        async with http_client(url, mode) as client:
            listed = [tool.name for tool in (await client.list_tools()).tools]
            result = await client.call_tool("get_transcript", {"transcript_id": "t1"})
    assert listed == [operation.name for operation in ALL_OPERATIONS]
    assert "Hello." in result.content[0].text


async def test_offline_it_transcribes_without_a_key(audio):
    with process("--offline", ASSEMBLYAI_ALLOWED_DIRS=str(audio)) as (_, url):
        async with http_client(url) as client:
            result = await client.call_tool("transcribe", {"audio": "hello.flac", "wait_seconds": 120})
    assert not result.is_error, result.content[0].text


def handshake(url):
    """Open a session as an older client does; gives its headers, which are empty where there are no sessions."""
    start = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    body = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": start}
    answer = httpx.post(f"{url}/mcp", headers=HEADERS, json=body, timeout=30)
    session = answer.headers.get("mcp-session-id")
    return {"Mcp-Session-Id": session} if session else {}


@pytest.mark.parametrize("wire", ["2026-07-28", "legacy", "legacy stateless"])
def test_a_call_under_way_is_answered_before_a_terminated_server_ends(account, wire):
    account.statuses["t1"] = "processing"
    arguments = {"audio": "https://a.test/a.wav", "wait_seconds": 2}
    headers, body = modern("tools/call", "transcribe", name="transcribe", arguments=arguments)
    body["params"]["_meta"]["progressToken"] = 7
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    with process(*(["--stateless"] if "stateless" in wire else []), **env) as (running, url):
        if wire != "2026-07-28":
            headers = HEADERS | handshake(url)
            body["params"]["_meta"] = {"progressToken": 7}
        with httpx.stream("POST", f"{url}/mcp", headers=headers, json=body, timeout=30) as answer:
            lines = answer.iter_lines()
            assert any("transcript t1" in line for line in lines)
            running.send_signal(signal.SIGTERM)
            rest = "".join(lines)
        assert "Nothing is lost: call get_transcript with transcript_id=t1" in rest
        assert running.wait(timeout=30) == -signal.SIGTERM
        assert running.stderr.read() == ""


def test_a_stream_that_only_listens_does_not_hold_up_the_end(account):
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    with process(**env) as (running, url):
        headers = HEADERS | handshake(url)
        with httpx.stream("GET", f"{url}/mcp", headers=headers, timeout=30) as listening:
            assert listening.status_code == 200
            running.send_signal(signal.SIGTERM)
            assert [line for line in listening.iter_lines() if line.startswith("data: {")] == []
        # Far less than what calls under way are given.
        assert running.wait(timeout=8) == -signal.SIGTERM
        assert running.stderr.read() == ""


def test_a_server_that_may_not_start_says_why_in_one_sentence():
    done = subprocess.run(
        [sys.executable, "-m", "assemblyai_mcp", "--transport", "http", "--host", "0.0.0.0"],
        env={"PATH": os.defpath, "ASSEMBLYAI_API_KEY": KEY},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("assemblyai-mcp: The server has an AssemblyAI account of its own")
    assert KEY not in done.stderr
