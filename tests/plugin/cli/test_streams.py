"""What a command does where stdin, stdout or stderr is closed, full, or has no reader any more."""

import io
import json
import os
import sys

import pytest

from assemblyai_tools.cli import entry, streams, terminal, tools
from assemblyai_tools.cli.main import main


class Broken:
    """A stream without a descriptor that fails like this."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, error):
        self.error = error

    def write(self, _):
        raise self.error

    def flush(self):
        raise self.error

    def isatty(self):
        return False

    def fileno(self):
        raise io.UnsupportedOperation


@pytest.fixture
def callback(monkeypatch):
    """Have the command `tools` do this."""
    return lambda does: monkeypatch.setattr(tools.command, "callback", does)


def test_a_reader_of_stdout_that_has_ended_ends_the_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", stream := Broken(BrokenPipeError()))
    assert main(["tools"]) == 141
    assert main(["--help"]) == 141
    assert sys.stdout is stream
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_a_line_and_a_failure(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", Broken(OSError(28, "No space left on device")))
    assert main(["tools"]) == 1
    assert capsys.readouterr().err == (
        "assemblyai-tools: The result could not be written to stdout (No space left on device). Redirect it to a place "
        "that can be written to.\n"
    )


@pytest.mark.parametrize("words", [["list"], ["dance"], ["get", "", "x"]])
@pytest.mark.parametrize(
    "error", [BrokenPipeError(32, "Broken pipe"), OSError(28, "No space left on device")]
)
def test_a_failure_of_stderr_changes_nothing(monkeypatch, capsys, home, words, error):
    expected = main(words)
    monkeypatch.setattr(sys, "stderr", Broken(error))
    assert main(words) == expected


def test_all_ways_to_write_to_stderr_may_fail(monkeypatch, capsys, callback):
    def writes(**_):
        sys.stderr.writelines(["a", "b"])
        sys.stderr.flush()
        terminal.note("c")
        terminal.write_bytes(b"result")

    callback(writes)
    monkeypatch.setattr(sys, "stdout", out := io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    monkeypatch.setattr(sys, "stderr", Broken(BrokenPipeError()))
    assert main(["tools"]) == 0
    assert out.buffer.getvalue() == b"result"


def test_missing_streams_are_replaced(monkeypatch, capsys):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["--help"]) == 0
    assert main(["dance"]) == 2
    assert sys.stdout is None


def test_a_missing_stdin_is_said_where_it_is_read(monkeypatch, capsys, callback):
    monkeypatch.setattr(sys, "stdin", None)
    callback(lambda **_: sys.stdin.readline())
    assert main(["tools"]) == 1
    assert "Nothing can be read from stdin: it is closed." in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_json_is_json_in_every_encoding(monkeypatch, callback, encoding):
    value = {"name": "Łucja é \U0001f600 \udc80"}
    callback(lambda **_: terminal.write_json(value))
    monkeypatch.setattr(
        sys, "stdout", out := io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    )
    assert main(["tools"]) == 0
    assert json.loads(out.buffer.getvalue()) == value


def test_json_in_utf_8_is_readable(monkeypatch, callback):
    callback(lambda **_: terminal.write_json({"name": "Łucja"}))
    monkeypatch.setattr(
        sys, "stdout", out := io.TextIOWrapper(io.BytesIO(), encoding="utf_8", write_through=True)
    )
    assert main(["tools"]) == 0
    assert out.buffer.getvalue().decode() == '{"name": "Łucja"}\n'


NASTY = "a\x1b[31m\x7f\x9b\u202e\u2028b\U000e0041é"


def test_json_at_a_terminal_has_escapes_for_what_is_not_seen(monkeypatch, capsys, callback):
    monkeypatch.setattr(terminal, "is_watched", lambda _: True)
    callback(lambda **_: terminal.write_json({"name": NASTY}))
    assert main(["tools"]) == 0
    shown = capsys.readouterr().out
    assert json.loads(shown) == {"name": NASTY}
    assert all(one.isprintable() for one in shown.rstrip("\n"))
    assert "é" in shown


def test_a_terminal_gets_no_escape_sequences(monkeypatch, capsys, callback):
    monkeypatch.setattr(terminal, "is_watched", lambda _: True)
    monkeypatch.setattr(terminal, "is_decorated", lambda _: False)

    def writes(**_):
        terminal.note(NASTY)
        terminal.write_text(f"{NASTY}\nline\tend")
        terminal.write_table(terminal.Table(["name"], [[NASTY]]))

    callback(writes)
    assert main(["tools"]) == 0
    out, err = capsys.readouterr()
    assert err == "a[31m\nbé\n"
    assert out == "a[31m\nbé\nline\tend\nNAME\na[31m bé\n"


def test_a_closed_descriptor_is_opened_before_a_file_gets_it(monkeypatch, capsys):
    closed = os.open(os.devnull, os.O_RDONLY)
    os.close(closed)
    monkeypatch.setattr(streams, "_DESCRIPTORS", (closed,))
    assert main(["--version"]) == 0
    try:
        assert os.get_inheritable(closed)
    finally:
        os.close(closed)


def test_the_program_ends_as_its_command_does(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["assemblyai-tools", "--version"])
    assert entry.main() == 0
    monkeypatch.setattr("assemblyai_tools.cli.main.main", _pressed)
    assert entry.main() == 130


def _pressed():
    raise KeyboardInterrupt
