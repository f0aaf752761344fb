"""Tasks outlive the process that began them."""

import sys

import pytest
from mcp import StdioServerParameters
from tests.mcp_server.conftest import KEY
from tests.mcp_server.server_process import process
from tests.mcp_server.tasks.tasks_host import host
from tests.mcp_server.tasks.test_extension import DECLARED, ask, call_with
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
