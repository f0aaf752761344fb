"""The protocol's Inspector lists and calls over stdio and HTTP, and its linter accepts the schemas."""

import json
import sys

import pytest

from assemblyai_mcp.listings.prompts import ALL_PROMPTS
from assemblyai_tools import ALL_OPERATIONS, DOCUMENTS

STDIO = (sys.executable, "-m", "assemblyai_mcp", "--offline")


@pytest.fixture(params=["stdio", "http legacy", "http modern"])
def inspect(request, tool):
    """Send the server a request through the Inspector; gives the exit code and the answer."""
    kind, _, era = request.param.partition(" ")
    if kind == "stdio":
        target = STDIO
    else:
        url = request.getfixturevalue("url")
        target = ("--server-url", url, "--transport", "http", "--protocol-era", era)

    def send(*arguments):
        code, output, errors = tool("mcp-inspector", "--cli", *target, *arguments, "--format", "json", "-q")
        return code, json.loads(output).get("result") if output.strip() else errors

    return send


def test_it_lists_the_tools(inspect):
    code, answer = inspect("--method", "tools/list")
    assert code == 0
    assert [tool["name"] for tool in answer["tools"]] == [operation.name for operation in ALL_OPERATIONS]


def test_it_calls_a_tool(inspect):
    code, answer = inspect("--method", "tools/call", "--tool-name", "list_transcripts")
    assert (code, answer["structuredContent"]) == (0, {"transcripts": [], "left_out": 0})


def test_a_failed_call_has_the_exit_code_of_a_failed_call(inspect):
    arguments = ["--tool-name", "get_transcript", "--tool-arg", "transcript_id=nowhere"]
    code, answer = inspect("--method", "tools/call", *arguments)
    assert (code, answer["isError"]) == (5, True)


def test_it_lists_prompts_and_resource_templates(inspect):
    assert len(inspect("--method", "prompts/list")[1]["prompts"]) == len(ALL_PROMPTS)
    assert len(inspect("--method", "resources/templates/list")[1]["resourceTemplates"]) == len(DOCUMENTS)


def test_its_strict_linter_accepts_the_schemas(inspect):
    code, answer = inspect("--method", "tools/list", "--strict")
    assert code == 0, answer


def test_it_gets_the_result_of_a_slow_call_as_a_task(tool, tasks_url):
    """The call itself is answered at once, while the job is running; only a client that polls the task has its end."""
    call = ["--method", "tools/call", "--tool-name", "slow_compute", "--tool-arg", "seconds=1"]
    target = ["--server-url", tasks_url, "--transport", "http", "--protocol-era", "modern"]
    code, output, errors = tool("mcp-inspector", "--cli", *target, *call, "--format", "json", "-q")
    assert code == 0, errors
    assert json.loads(output)["result"]["structuredContent"]["status"] == "completed"
