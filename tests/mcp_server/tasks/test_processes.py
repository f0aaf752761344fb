"""Tasks outlive the process that began them."""

import pytest
from tests.mcp_server.conftest import KEY
from tests.mcp_server.server_process import process
from tests.mcp_server.tasks.test_extension import DECLARED, ask, call_with
from tests.mcp_server.tasks.test_waits import AUDIO

SHARED = "a-key-of-32-characters-0123456789"


@pytest.mark.parametrize(
    "shared", [{}, {"ASSEMBLYAI_MCP_STATE_KEY": SHARED}], ids=["no setting", "a shared key"]
)
def test_a_new_process_answers_for_a_task_of_one_that_was_killed(account, shared):
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url, **shared}
    account.statuses["t1"] = "processing"
    with process(**env) as (_, url):
        task = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]
    account.statuses["t1"] = "completed"
    with process(**env) as (_, url):
        ended = ask(url, "tasks/get", task["taskId"]).json()["result"]
    assert (task["status"], ended["status"]) == ("working", "completed")
    assert "Hello." in ended["result"]["content"][0]["text"]
