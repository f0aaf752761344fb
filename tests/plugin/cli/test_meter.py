"""Progress goes to stderr: a bar for a person, a line for each job in a log."""

import sys

import pytest

from assemblyai_tools.cli import meter as module
from assemblyai_tools.cli.meter import Bar, Lines, PlainLine, Silent, meter
from assemblyai_tools.waiting.progress import Progress

UPLOAD = Progress("uploading", "uploading a.mp3", 0.25)
WAIT = Progress("waiting", "transcribing, 3 s", None, "t1")


def test_quiet_shows_nothing(capsys):
    silent = meter(quiet=True)
    silent.report(WAIT)
    silent.close()
    assert isinstance(silent, Silent)
    assert capsys.readouterr() == ("", "")


def test_a_log_gets_a_line_for_each_job(capsys):
    lines = meter(quiet=False)
    for progress in (UPLOAD, WAIT, WAIT):
        lines.report(progress)
    lines.close()
    assert isinstance(lines, Lines)
    assert capsys.readouterr() == ("", "Transcript t1 is being made.\n")


@pytest.mark.parametrize(("has_rich", "kind"), [(True, Bar), (False, PlainLine)])
def test_a_person_gets_a_bar_or_a_line_that_changes(monkeypatch, has_rich, kind):
    monkeypatch.setattr(module, "is_watched", lambda stream: stream is sys.stderr)
    monkeypatch.setattr(module, "is_decorated", lambda stream: has_rich)
    assert isinstance(meter(quiet=False), kind)


def test_a_plain_line_has_percent_and_remaining_time_and_does_not_flicker(capsys):
    times = iter([100.0, 100.1, 110.0, 110.1])
    line = PlainLine(lambda: next(times))
    line.close()
    line.report(Progress("uploading", "uploading a.mp3", 0.0))
    line.report(Progress("uploading", "uploading a.mp3", 0.1))
    line.report(UPLOAD)
    line.report(WAIT)
    line.close()
    shown = capsys.readouterr().err.split("\r\x1b[K")
    assert shown == ["", "uploading a.mp3", "uploading a.mp3 25%, 30 s left", "transcribing, 3 s", ""]


def test_a_bar_has_percent_and_goes_when_it_is_closed(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    bar = Bar()
    bar.close()
    for progress in (UPLOAD, WAIT, Progress("waiting", "transcribing [b], 9 s", 0.5, "t1")):
        bar.report(progress)
    (task,) = bar._bars.tasks
    assert (task.description, task.percentage) == ("transcribing [b], 9 s", 50)
    bar.close()
    bar.report(UPLOAD)
    bar.close()
    assert capsys.readouterr().out == ""
