"""The server as people start it: a process that listens, and ends at a signal."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.mcp_server.conftest import ERAS, KEY, http_client
from tests.mcp_server.raw_requests import HEADERS, modern, open_session, post
from tests.mcp_server.server_process import process

from assemblyai_tools import ALL_OPERATIONS


@pytest.mark.parametrize("mode", ERAS)
async def test_it_serves_tools_over_http(account, mode):
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    with process(**env) as (_, url):
        async with http_client(url, mode) as client:
            tools = (await client.list_tools()).tools
            result = await client.call_tool("get_transcript", {"transcript_id": "t1"})
    assert [tool.name for tool in tools] == [operation.name for operation in ALL_OPERATIONS]
    assert "Hello." in result.content[0].text


async def test_offline_it_transcribes_without_a_key(audio):
    with process("--offline", ASSEMBLYAI_ALLOWED_DIRS=str(audio)) as (_, url):
        async with http_client(url) as client:
            result = await client.call_tool("transcribe", {"audio": "hello.flac", "wait_seconds": 120})
    assert not result.is_error, result.content[0].text


@pytest.mark.parametrize("wire", ["2026-07-28", "legacy", "legacy stateless"])
def test_a_call_in_progress_is_answered_before_a_terminated_server_exits(account, wire):
    account.statuses["t1"] = "processing"
    arguments = {"audio": "https://a.test/a.wav", "wait_seconds": 2}
    headers, body = modern("tools/call", "transcribe", name="transcribe", arguments=arguments)
    body["params"]["_meta"]["progressToken"] = 7
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    with process(*(["--stateless"] if "stateless" in wire else []), **env) as (running, url):
        if wire != "2026-07-28":
            headers = HEADERS | open_session(url)
            body["params"]["_meta"] = {"progressToken": 7}
        with httpx.stream("POST", f"{url}/mcp", headers=headers, json=body, timeout=30) as answer:
            lines = answer.iter_lines()
            assert any("transcript t1" in line for line in lines)
            running.send_signal(signal.SIGTERM)
            rest = "".join(lines)
        assert "Nothing is lost: call get_transcript with transcript_id=t1" in rest
        assert running.wait(timeout=30) == -signal.SIGTERM
        assert running.stderr.read() == ""


@pytest.mark.parametrize("wire", ["2026-07-28", "legacy", "legacy stateless"])
def test_a_call_that_outlasts_the_grace_is_told_to_come_again(account, wire):
    headers, body = modern(
        "tools/call", "get_transcript", name="get_transcript", arguments={"transcript_id": "t1"}
    )
    account.hangs = True
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    stateless = ["--stateless"] if "stateless" in wire else []
    with ThreadPoolExecutor() as pool, process(*stateless, has_grace=False, **env) as (running, url):
        if wire != "2026-07-28":
            headers = HEADERS | open_session(url)
            del body["params"]["_meta"]
        calling = pool.submit(post, url, headers, body)
        assert account.in_vain.wait(30)
        running.send_signal(signal.SIGTERM)
        answer = calling.result(30)
        assert running.wait(timeout=30) == -signal.SIGTERM
        log = running.stderr.read()
    if wire == "2026-07-28":
        assert answer.status_code == 503
        assert "Make the same call again" in answer.json()["error"]["message"]
    else:  # its stream of events has begun
        assert (answer.status_code, "data: {" in answer.text) == (200, False)
    # The SDK may add a line about a session of an older client.
    assert all(line.startswith("WARNING ") for line in log.splitlines())
    assert log.count("was still in progress at the end of the shutdown") == 1


def test_an_idle_stream_does_not_delay_the_exit(account):
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    with process(**env) as (running, url):
        headers = HEADERS | open_session(url)
        with httpx.stream("GET", f"{url}/mcp", headers=headers, timeout=30) as listening:
            assert listening.status_code == 200
            running.send_signal(signal.SIGTERM)
            assert [line for line in listening.iter_lines() if line.startswith("data: {")] == []
        # Well below the grace period for calls in progress.
        assert running.wait(timeout=8) == -signal.SIGTERM
        assert running.stderr.read() == ""


def test_a_server_that_must_not_start_says_why_in_one_line():
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
