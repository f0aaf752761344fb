"""Each example runs as a user runs it, offline. Short recordings stand in for the sample, which two examples decode."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from tests.documents.shell import OFFLINE

from assemblyai_tools import ALL_OPERATIONS

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.name for path in EXAMPLES.glob("*.py"))


def run(name, *arguments, stdin=None):
    done = ran(name, *arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ran(name, *arguments, stdin=None, path=()):
    """How the program ends. `path` are folders that are looked in first for what it imports."""
    return subprocess.run(
        [sys.executable, str(EXAMPLES / name), *map(str, arguments)],
        input=stdin,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [*path, OFFLINE]))},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_mcp_client_does_the_whole_job(audio):
    said = run("mcp_client.py", audio / "two_channels.flac")
    names = ", ".join(operation.name for operation in ALL_OPERATIONS)
    assert said.startswith(f"{len(ALL_OPERATIONS)} tools: {names}\n")
    assert "is deleted: its text and uploaded audio are gone." in said
    assert said.endswith("is purged.\n")


def test_the_client_of_tasks_polls_them_and_brings_the_persons_answer(audio):
    said = run("mcp_tasks.py", audio / "hello.flac")
    assert re.match(r"transcribe, a task: transcribing, 0 s, transcript \S+\n", said)
    assert "Friday" in said
    assert re.search(r"^delete_transcript, a task: .*\nDelete a transcript .* Yes\.$", said, re.MULTILINE)
    assert said.endswith("is deleted: its text and uploaded audio are gone.\n")


def test_the_langchain_agent_reaches_an_answer_from_the_recording():
    said = run("langchain_agent.py")
    answer = said.partition("These are the action items:")[2]
    assert "Wednesday" in answer
    assert "delete_transcript" in said


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("y", "is deleted: its text and uploaded audio are gone."),
        ("n", "The user wants to keep it."),
    ],
)
def test_an_agent_deletes_only_what_a_person_approves(audio, answer, outcome):
    said = run("langchain_approval.py", audio / "hello.flac", stdin=answer)
    assert "Delete a transcript (transcript_id=" in said
    assert "? This cannot be undone." in said
    assert outcome in said
    assert said.endswith("That is all.\n")


def test_the_chain_example_shows_items_turns_and_passages_with_times(audio):
    said = run("langchain_chain.py", audio / "launch.ogg")
    items, _, rest = said.partition("A loader")
    turns, _, passages = rest.partition("A retriever")
    assert '(commitment, on Wednesday morning): "' in items
    assert "00:04-00:08 1: Great, then we agree" in turns
    assert re.search(r"^\d\d:\d\d .*launch", passages, re.MULTILINE)


def test_the_evidence_example_tells_what_was_said_from_what_was_made_up(audio):
    said = run("evidence.py", audio / "launch.ogg")
    service, _, own = said.partition("A model of your own:")
    assert re.search(r'^- \[\d\d:\d\d\] \d: ".*launch.*"$', service, re.MULTILINE)
    assert re.search(r"verbatim +\d+ to \d+ ms, speaker \d: .*launch.* Thursday\.", own)
    assert "unverified None to None ms, speaker None: The launch is cancelled." in own


def test_the_voice_agent_hears_turns_and_says_something_to_them(audio):
    said = run("voice_agent.py", audio / "launch.ogg")
    heard, _, asked = said.partition("A question about all that was said:")
    assert re.search(
        r'^Heard: .*I will .*\nAgent: \[00:\d\d\] \(commitment.*\): "[A-Z].*I will .*"$', heard, re.MULTILINE
    )
    assert re.search(r'^- \[00:\d\d\] ".*launch.*"$', asked, re.MULTILINE)


def test_the_voice_agent_plays_no_other_recording_than_the_one_that_is_named(tmp_path):
    done = ran("voice_agent.py", tmp_path / "nofile.wav")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nofile.wav" in done.stderr.splitlines()[-1]


def test_the_voice_agent_says_what_a_microphone_needs(tmp_path):
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    done = ran("voice_agent.py", "--microphone", path=[tmp_path])
    assert done.returncode == 2
    assert "apt install libportaudio2" in done.stderr
    assert "Traceback" not in done.stderr


def test_many_calls_all_come_to_an_end():
    said = run("many_calls.py", "3").splitlines()
    assert sorted(line.partition(": ")[0] for line in said) == ["0", "1", "2"]
    assert all(" found in: " in line for line in said)


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_that_an_example_uses_by_default_is_there(name, monkeypatch):
    monkeypatch.syspath_prepend(EXAMPLES)  # as where an example runs
    assert runpy.run_path(EXAMPLES / name)["SAMPLE"].is_file()


@pytest.mark.parametrize("name", NAMES)
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
