"""The installed program in pipes, on closed streams and at a terminal."""

import json
import os
import subprocess

import pytest
from tests.plugin.cli.process.program import LONGEST, PROGRAM


def test_the_exit_code_is_the_commands(run):
    assert run("tools").returncode == 0
    assert run("list").returncode == 1
    assert run("dance").returncode == 2


@pytest.mark.parametrize("words", [["--help"], ["tools"]])
def test_a_reader_that_ends_is_no_error(environment, words):
    """The reader has ended before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [PROGRAM, *words],
            env=environment,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=LONGEST,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("tools >/dev/full", 1, "could not be written to stdout (No space left on device)."),
        ("tools >&-", 0, ""),
        ("--help >&-", 0, ""),
        ("tools 2>&-", 0, ""),
        ("dance 2>&-", 2, ""),
        ("dance 2>/dev/full", 2, ""),
        ("transcribe - <&-", 1, "Nothing can be read from stdin: it is closed."),
        ("ask - q <&-", 1, "Nothing can be read from stdin: it is closed."),
        ("batch start - --name x <&-", 1, "Nothing can be read from stdin: it is closed."),
        ("delete last <&-", 2, "give --yes where no terminal can ask."),
    ],
)
def test_closed_and_full_streams_are_no_tracebacks(environment, tmp_path, command, code, said):
    done = subprocess.run(
        ["sh", "-c", f'"$0" {command}', PROGRAM],
        cwd=tmp_path,
        env={
            **environment,
            "ASSEMBLYAI_API_KEY": "sk-0123456789",
            "ASSEMBLYAI_BASE_URL": "http://127.0.0.1:9",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_reader_of_stderr_that_ends_costs_no_result(environment, running_emulator, standup):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [PROGRAM, "transcribe", standup],
            env={
                **environment,
                "ASSEMBLYAI_BASE_URL": running_emulator.base_url,
                "ASSEMBLYAI_API_KEY": "no-reader",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=writing,
            timeout=LONGEST,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.returncode == 0
    assert b"Good morning" in done.stdout


def test_what_is_made_offline_is_there_for_the_next_command(run, audio):
    made = run("transcribe", audio / "hello.flac", "--offline")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("The weather")
    [row] = run("list", "--offline").stdout.splitlines()
    assert row.split("\t")[3] == "hello.flac"
    assert f"Transcript {row.split()[0]} is being made." in made.stderr
    lines = run("search", "hello", "weather", "--offline", "--json").stdout.splitlines()
    assert [json.loads(line)["total_count"] for line in lines] == [1]


def in_a_terminal(words, environment):
    """What a command shows in a terminal of 100 columns."""
    import pty  # noqa: PLC0415 - there is none on Windows

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [PROGRAM, *words],
        env={**environment, "TERM": "xterm-256color", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        assert process.wait(LONGEST) == 0, shown
    return shown.decode()


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_has_colours_unless_no_color_is_set(running_emulator, environment, more, coloured):
    environment |= {"ASSEMBLYAI_BASE_URL": running_emulator.base_url, "ASSEMBLYAI_API_KEY": "colours", **more}
    in_a_terminal(["transcribe", "https://example.com/standup.mp3"], environment)
    shown = in_a_terminal(["list"], environment)
    assert "standup.mp3" in shown
    assert ("\x1b[36m" in shown) is coloured


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_shows_what_is_being_said_until_it_is_finished(
    running_emulator, environment, audio, more, coloured
):
    environment |= {"ASSEMBLYAI_BASE_URL": running_emulator.base_url, "ASSEMBLYAI_API_KEY": "live", **more}
    shown = in_a_terminal(["live", audio / "hello.flac", "--fast"], environment)
    [*_, finished, heard, rest] = shown.split("\r\n")
    assert finished.rpartition("\x1b[K")[2].startswith("[00:00] The weather")
    assert heard.rpartition("\x1b[K")[2].startswith("Heard 1 turn; the session took 00:")
    assert rest == ""
    assert ("\x1b[90m[00:00] " in shown) is coloured
    assert "\r\x1b[K" in shown
