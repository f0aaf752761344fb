import io
import logging
import resource
import subprocess
import sys

import pytest

from assemblyai_mcp.logs.stderr_log import StderrHandler, write_log_to_stderr


@pytest.fixture
def stream():
    return io.StringIO()


@pytest.fixture
def log(stream):
    logger = logging.Logger("server")  # noqa: LOG001 - apart from the loggers of this process
    logger.addHandler(StderrHandler(stream))
    return logger


def test_a_record_is_a_line_with_its_level_and_its_logger(log, stream):
    log.warning("%s was cancelled", "transcribe")
    assert stream.getvalue() == "WARNING server: transcribe was cancelled\n"


def test_an_exception_is_shown_with_its_causes_and_without_source(log, stream):
    def fail():
        raise ValueError("inner")

    try:
        try:
            fail()
        except ValueError as error:
            raise ExceptionGroup("outer", [error, KeyError("k")]) from error
    except ExceptionGroup:
        log.exception("It failed.")
    shown = stream.getvalue()
    assert shown.startswith("ERROR server: It failed.\n")
    for part in ("ValueError: inner", "ExceptionGroup: outer", "KeyError: 'k'", ", in fail\n", __file__):
        assert part in shown
    assert 'raise ValueError("inner")' not in shown


def test_an_error_without_an_exception_is_only_its_line(log, stream):
    log.error("It failed.", exc_info=(None, None, None))
    assert stream.getvalue().splitlines() == ["ERROR server: It failed."]


class Unwritable:
    def __str__(self):
        raise RecursionError


def test_a_record_that_cannot_be_written_is_lost_and_nothing_else(log, stream):
    log.warning("%s", Unwritable())
    log.warning("%d", "no number")
    assert stream.getvalue() == "A record of server could not be written to the log.\n"
    stream.close()
    log.warning("Nobody reads this.")


def test_a_log_that_goes_somewhere_already_is_left_alone(monkeypatch):
    root = logging.RootLogger(logging.INFO)
    monkeypatch.setattr(logging, "getLogger", lambda: root)
    write_log_to_stderr()
    write_log_to_stderr()
    (handler,) = root.handlers
    assert isinstance(handler, StderrHandler)
    assert root.level == logging.WARNING


def test_a_process_that_may_open_no_more_files_logs_an_exception_of_its_event_loop():
    program = """
import asyncio, os
from assemblyai_mcp.logs.stderr_log import write_log_to_stderr
write_log_to_stderr()
async def main():
    loop = asyncio.get_running_loop()
    held = []
    try:
        while True:
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error:
        loop.call_exception_handler({"message": "accept failed", "exception": error})
    return len(held)
print(asyncio.run(main()) > 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)),
    )
    assert done.stdout == "True\n"
    assert done.stderr.startswith("ERROR asyncio: accept failed\n")
    assert done.stderr.endswith("OSError: [Errno 24] Too many open files: '/dev/null'\n")
