"""Tasks in the server as people start it: they outlive the process, and those who listen do not hold it up."""

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from mcp import StdioServerParameters
from tests.mcp_server.conftest import KEY
from tests.mcp_server.raw_requests import modern
from tests.mcp_server.server_process import process
from tests.mcp_server.tasks.tasks_host import host
from tests.mcp_server.tasks.test_extension import DECLARED, ask, call_with, declaring
from tests.mcp_server.tasks.test_waits import AUDIO

SHARED = "a-key-of-32-characters-0123456789"


@pytest.fixture
def env(account):
    """What a server reads from its environment to use the account."""
    account.statuses["t1"] = "processing"
    return {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url, "ASSEMBLYAI_LEDGER": "off"}


@pytest.mark.parametrize(
    "shared", [{}, {"ASSEMBLYAI_MCP_STATE_KEY": SHARED}], ids=["no setting", "a shared key"]
)
def test_over_http_a_new_process_answers_for_a_task_of_one_that_was_killed(account, env, shared):
    with process(**env, **shared) as (_, url):
        task = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]
    account.statuses["t1"] = "completed"
    with process(**env, **shared) as (_, url):
        ended = ask(url, "tasks/get", task["taskId"]).json()["result"]
    assert (task["status"], ended["status"]) == ("working", "completed")
    assert "Hello." in ended["result"]["content"][0]["text"]


async def test_over_stdio_a_client_that_starts_the_server_again_finds_its_task(account, env):
    server = StdioServerParameters(command=sys.executable, args=["-m", "assemblyai_mcp"], env=env)
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        assert (await client.get(task["taskId"]))["status"] == "working"
    account.statuses["t1"] = "completed"
    async with host(server) as client:
        ended = await client.ask("subscriptions/listen", notifications={"taskIds": [task["taskId"]]})
        assert ended["resultType"] == "complete"
        assert (await client.get(task["taskId"]))["status"] == "completed"


def test_over_http_a_server_that_is_terminated_ends_at_once_and_tells_those_who_listen(env):
    with process(**env) as (running, url):
        task = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]
        headers, body = modern("subscriptions/listen", notifications={"taskIds": [task["taskId"]]})
        declared = declaring(body, DECLARED)
        with httpx.stream("POST", f"{url}/mcp", headers=headers, json=declared, timeout=30) as answer:
            lines = answer.iter_lines()
            assert any("notifications/tasks" in line for line in lines)
            running.send_signal(signal.SIGTERM)
            *_, end = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
        assert end["result"]["resultType"] == "complete"
        # Well below the grace period for calls in progress.
        assert running.wait(timeout=8) == -signal.SIGTERM
        assert running.stderr.read() == ""


def test_over_http_a_question_about_a_task_that_outlasts_the_servers_end_can_be_asked_again(account, env):
    with ThreadPoolExecutor() as pool, process(has_grace=False, **env) as (running, url):
        task = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]
        account.hangs = True
        asking = pool.submit(ask, url, "tasks/get", task["taskId"])
        assert account.in_vain.wait(30)
        running.send_signal(signal.SIGTERM)
        answer = asking.result(30)
        assert running.wait(timeout=30) == -signal.SIGTERM
        [line] = running.stderr.read().splitlines()
    assert answer.status_code == 503
    assert "Make the same call again" in answer.json()["error"]["message"]
    assert line.startswith("WARNING assemblyai_mcp.asgi.graceful_shutdown: A call ('tasks/get')")
    account.hangs, account.statuses["t1"] = False, "completed"
    with process(**env) as (_, url):
        assert ask(url, "tasks/get", task["taskId"]).json()["result"]["status"] == "completed"


@contextmanager
def listening_over_stdio(env):
    """A server over stdio whose client has been told of its task, and listens on."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "assemblyai_mcp"], env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as running:

        def say(number, method, **params):
            _, body = modern(method, **params)
            running.stdin.write(json.dumps(declaring(body | {"id": number}, DECLARED)) + "\n")
            running.stdin.flush()

        say(1, "tools/call", name="transcribe", arguments={"audio": AUDIO})
        task = next(json.loads(line) for line in running.stdout if '"taskId"' in line)["result"]
        say(2, "subscriptions/listen", notifications={"taskIds": [task["taskId"]]})
        assert any("notifications/tasks" in line for line in running.stdout)
        try:
            yield running
        finally:
            running.kill()


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda running: running.send_signal(signal.SIGTERM), -signal.SIGTERM),
        (lambda running: running.stdin.close(), 0),
    ],
    ids=["terminated", "stdin closes"],
)
def test_over_stdio_a_client_that_listens_does_not_delay_the_servers_end(env, end, code):
    with listening_over_stdio(env) as running:
        end(running)
        assert running.wait(timeout=8) == code
        assert all(json.loads(line)["jsonrpc"] == "2.0" for line in running.stdout), "stdout ends"
        assert running.stderr.read() == ""
