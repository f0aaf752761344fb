import sys

import pytest
from tests.plugin.cli.conftest import Locked

from assemblyai_tools.cli.key_store import store_key
from assemblyai_tools.cli.mcp import command as mcp
from assemblyai_tools.config import LIVE_URL


@pytest.fixture
def become(call, monkeypatch):
    """What the command becomes: its arguments, its environment, and what is on stderr."""

    def run(*arguments):
        became = []
        monkeypatch.setattr("os.execve", lambda *given: became.append(given))
        done = call(mcp, *arguments)
        assert done.exit_code == 0, done.output
        [(program, words, environment)] = became
        assert [program, *words[:3]] == [sys.executable, sys.executable, "-m", "assemblyai_mcp"]
        return words[3:], environment, done.stderr

    return run


def test_options_are_passed_on_and_the_environment_stays(become, home):
    words, environment, _ = become("--tools", "transcribe", "--help")
    assert words == ["--tools", "transcribe", "--help"]
    assert environment["HOME"] == str(home)
    assert "ASSEMBLYAI_API_KEY" not in environment


@pytest.mark.parametrize("arguments", [(), ("--transport", "stdio"), ("--read-only", "--tools=transcribe")])
def test_the_server_over_stdio_gets_the_stored_key(become, kept, arguments):
    store_key(LIVE_URL, "stored")
    assert become(*arguments)[1]["ASSEMBLYAI_API_KEY"] == "stored"


def test_the_environments_key_wins(become, kept, monkeypatch):
    store_key(LIVE_URL, "stored")
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "given")
    assert become()[1]["ASSEMBLYAI_API_KEY"] == "given"


def test_a_clients_placeholder_is_no_key(become, kept, monkeypatch):
    store_key(LIVE_URL, "stored")
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "${ASSEMBLYAI_API_KEY}")
    assert become()[1]["ASSEMBLYAI_API_KEY"] == "stored"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--transport", "http"),
        ("--transport=http",),
        ("--trans", "http"),
        ("--transport",),
        ("--offline",),
        ("--version",),
        ("--help",),
        ("-h",),
    ],
)
def test_no_other_server_gets_the_stored_key(become, kept, arguments):
    store_key(LIVE_URL, "stored")
    words, environment, _ = become(*arguments)
    assert words == list(arguments)
    assert "ASSEMBLYAI_API_KEY" not in environment


def test_a_locked_keyring_does_not_keep_the_server_from_starting(become, use_keyring, kept):
    use_keyring(Locked())
    _, environment, said = become()
    assert "ASSEMBLYAI_API_KEY" not in environment
    assert said.startswith("assemblyai-tools: The system's keyring could not be read (RuntimeError).")
