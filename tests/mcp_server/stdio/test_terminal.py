"""The server started by a person in a terminal: it says what it waits for, and Ctrl-C and Ctrl-D end it."""

import json
import os
import pty
import subprocess
import sys
from contextlib import contextmanager

import pytest
from tests.mcp_server.raw_requests import modern

from assemblyai_mcp.stdio import terminal
from assemblyai_mcp.stdio.terminal import NOTICE, lines_of_terminal


@contextmanager
def typed():
    """A server whose stdin is a terminal; gives the process and what types into the terminal."""
    keyboard, screen = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "assemblyai_mcp"],
        stdin=screen,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.defpath, "ASSEMBLYAI_LEDGER": "off"},
        text=True,
        # Its terminal is the one that sends it SIGINT at Ctrl-C.
        preexec_fn=lambda: (os.setsid(), os.close(os.open(os.ttyname(0), os.O_RDWR))),  # noqa: PLW1509
    ) as process:
        os.close(screen)
        shown = "".join(process.stderr.readline() for _ in NOTICE.splitlines())
        assert shown == NOTICE
        try:
            yield process, lambda keys: os.write(keyboard, keys)
        finally:
            process.kill()
            os.close(keyboard)


@pytest.mark.parametrize(("key", "code"), [(b"\x03", 130), (b"\x04", 0)], ids=["Ctrl-C", "Ctrl-D"])
def test_at_a_terminal_it_says_what_it_is_and_either_key_ends_it(key, code):
    with typed() as (process, write):
        # The first answer comes when it reads; then the key finds it waiting.
        _, listing = modern("tools/list")
        write(json.dumps(listing).encode() + b"\n")
        assert json.loads(process.stdout.readline())["id"] == 1
        write(key)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (code, "", "")


def test_a_client_on_a_pipe_is_told_nothing(monkeypatch, capsys):
    read, write = os.pipe()
    with os.fdopen(read) as stdin, os.fdopen(write, "w"):
        monkeypatch.setattr(sys, "stdin", stdin)
        assert lines_of_terminal() is None
    monkeypatch.setattr(sys, "stdin", None)
    assert lines_of_terminal() is None
    assert capsys.readouterr().err == ""


async def test_lines_are_given_whole_however_they_arrive():
    keyboard, screen = pty.openpty()
    with os.fdopen(screen) as stdin, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        pieces = iter([b'{"a', b'": 1}\n{"b": 2}\n\xff\n{"unfinished', b""])
        os.write(keyboard, b"\n")  # it stays readable
        patch.setattr(terminal.os, "read", lambda _file, _most: next(pieces))
        assert [line async for line in lines_of_terminal()] == ['{"a": 1}', '{"b": 2}', "\ufffd"]
    os.close(keyboard)
