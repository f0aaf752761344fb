"""What the tests of the commands share: a way to type one, an emulator with an account of its own, a browser."""

import io
import json
import secrets
import sys
import webbrowser
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from pydantic import SecretStr
from tests.plugin.cli.commands.pages import address_in

from assemblyai_tools.cli import offline_state
from assemblyai_tools.cli.main import main
from assemblyai_tools.cli.viewing.page_server import PageServer


@dataclass
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self):
        """The cells of a table in a pipe."""
        return [line.split("\t") for line in self.out.splitlines()]


@pytest.fixture
def type_command(home, kept, monkeypatch, capsys):
    """Run a command in this process, as if it were typed."""

    def run(*words, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


@pytest.fixture
def tools(type_command, running_emulator, monkeypatch):
    """The same with the running emulator as the service, and a new account there."""
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", running_emulator.base_url)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", secrets.token_hex())
    return type_command


@pytest.fixture
def meeting(tools, standup):
    """The id of a transcript of two voices, the only one of the account."""
    return json.loads(tools("transcribe", standup, "--speakers", "--json").out)["id"]


@pytest.fixture
def kept_emulator(running_emulator, monkeypatch):
    """The emulator that runs already, with a new account, in the place of one on a folder.

    Gives the folders that were asked for.
    """
    folders, key = [], SecretStr(secrets.token_hex())

    @contextmanager
    def started(*, data_dir, stderr):
        assert stderr.fileno()
        folders.append(data_dir)
        yield replace(running_emulator, api_key=key)

    monkeypatch.setattr(offline_state, "emulator", started)
    return folders


@pytest.fixture
def looked_at(monkeypatch):
    """What a browser would get: each page that the command serves is read once, and then Ctrl-C is pressed."""
    pages = []

    def wait(server):
        pages.append(server)
        raise KeyboardInterrupt

    monkeypatch.setattr(PageServer, "wait", wait)
    return pages


@pytest.fixture
def opened(monkeypatch):
    """The pages to which the browser was sent, by what it was started with."""
    found = {}

    def open_browser(address):
        found[address] = address_in(address)
        return True

    monkeypatch.setattr(webbrowser, "open", open_browser)
    return found


@pytest.fixture
def hello(tools, audio, home):
    """A copy of a recording in the home that was transcribed, and its id."""
    path = home / "hello there.flac"
    path.write_bytes((audio / "hello.flac").read_bytes())
    return path, json.loads(tools("transcribe", path, "--json").out)["id"]
