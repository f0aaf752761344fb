"""The protocol's Inspector lists and calls, over stdio and HTTP, and finds nothing in the schemas to object to."""

import json
import sys

import pytest

from assemblyai_tools import ALL_OPERATIONS

STDIO = (sys.executable, "-m", "assemblyai_mcp", "--offline")


@pytest.fixture(params=["stdio", "http legacy", "http modern"])
def inspect(request, tool):
    """Ask the server something through the Inspector; gives the exit code and the answer."""
    kind, _, era = request.param.partition(" ")
    if kind == "stdio":
        target = STDIO
    else:
        url = request.getfixturevalue("url")
        target = ("--server-url", url, "--transport", "http", "--protocol-era", era)

    def ask(*question):
        code, said, errors = tool("mcp-inspector", "--cli", *target, *question, "--format", "json", "-q")
        return code, json.loads(said).get("result") if said.strip() else errors

    return ask


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
    assert len(inspect("--method", "prompts/list")[1]["prompts"]) == 4
    assert len(inspect("--method", "resources/templates/list")[1]["resourceTemplates"]) == 5


def test_its_strict_lint_of_the_schemas_finds_nothing(inspect):
    code, answer = inspect("--method", "tools/list", "--strict")
    assert code == 0, answer
