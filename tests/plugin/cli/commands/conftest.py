"""What the tests of the commands share: a way to type one, with the running emulator and an account of its own."""

import io
import json
import secrets
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from pydantic import SecretStr

from assemblyai_tools.cli import offline_state
from assemblyai_tools.cli.main import main


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
