"""The examples run as they are, offline."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(name, *arguments):
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_mcp_client_does_the_whole_job(audio):
    said = run("mcp_client.py", str(audio / "two_channels.flac"))
    assert said.startswith("16 tools: upload_file, transcribe, ")
    assert "is deleted: its text and uploaded audio are gone." in said
    assert said.endswith("is purged.\n")


def test_the_langchain_agent_reaches_an_answer_from_the_recording():
    said = run("langchain_agent.py")
    answer = said.partition("These are the action items:")[2]
    assert "Wednesday" in answer
    assert "delete_transcript" in said


@pytest.mark.parametrize("name", [path.name for path in EXAMPLES.glob("*.py")])
def test_an_example_fits_on_one_page(name):
    assert len((EXAMPLES / name).read_text().splitlines()) <= 60


def test_the_chat_client_configuration_names_a_command_that_exists():
    servers = json.loads((EXAMPLES / "claude_desktop.json").read_text())["mcpServers"]
    for server in servers.values():
        command = Path(sys.executable).with_name(Path(server["command"]).name)
        done = subprocess.run(
            [command, *server["args"], "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
