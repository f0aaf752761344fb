"""Progress is shown live in a terminal, and as a line now and then elsewhere; showing it never stops the work."""

import io
import threading
from itertools import chain, repeat

import pytest
from sqlalchemy.exc import SQLAlchemyError

from assemblyai_tools.batch.progress import view as progress_view
from assemblyai_tools.batch.progress.snapshot import Example, Snapshot
from assemblyai_tools.batch.progress.view import LinesView, LiveView, QuietView, Watching, view_for, watch


@pytest.fixture(autouse=True)
def _width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def found(done=0, waiting=2, **more):
    return Snapshot("may", "open", total=done + waiting, done=done, waiting=waiting, **more)


def test_lines_come_now_and_then_and_only_on_change():
    stream, now = io.StringIO(), [0.0]
    view = LinesView(stream, lambda: now[0])
    for at, done in ((0, 0), (5, 1), (10, 1), (20, 1), (30, 2)):
        now[0] = float(at)
        view.show(found(done))
    assert [line.partition(";")[0] for line in stream.getvalue().splitlines()] == [
        "may: 0 of 2 done, 2 waiting",
        "may: 1 of 3 done, 2 waiting",
        "may: 2 of 4 done, 2 waiting",
    ]


def test_a_terminal_gets_a_bar_and_figures():
    stream = Terminal()
    with LiveView(stream) as view:
        view.show(
            found(
                1,
                failed=3,
                problems={"missing": 2, "[red]": 1},
                examples={"missing": Example("[b]", "No such file")},
            )
        )
    assert "may: 1 of 3 done, 2 waiting, 3 failed" in stream.getvalue()
    assert "failed: 1 [red] " in stream.getvalue()
    assert "failed: 2 missing, such as [b]: No such file" in stream.getvalue()
    assert "━" in stream.getvalue()
    assert "33%" in stream.getvalue()


def test_the_view_fits_the_stream(monkeypatch):
    assert isinstance(view_for(Terminal()), LiveView)
    assert isinstance(view_for(io.StringIO()), LinesView)
    assert isinstance(view_for(Terminal(), quiet=True), QuietView)
    monkeypatch.setattr(progress_view, "is_installed", lambda _: False)
    assert isinstance(view_for(Terminal()), LinesView)


def test_progress_is_shown_while_work_goes_on_and_once_at_its_end():
    seen, again = [], threading.Event()

    class View:
        def show(self, snapshot):
            seen.append(snapshot.done)
            if len(seen) == 2:
                again.set()

    looks = chain([found(0), SQLAlchemyError("gone"), found(1)], repeat(found(2)))

    def look():
        one = next(looks)
        if isinstance(one, Exception):
            raise one
        return one

    with Watching(look, View(), every=0.0):
        assert again.wait(10)
    assert seen[:2] == [0, 1]
    assert seen[-1] == 2


def test_a_live_view_ends_with_the_work():
    stream = Terminal()
    with Watching(lambda: found(5, 0), LiveView(stream), every=100.0):
        pass
    assert "5 of 5 done" in stream.getvalue()
    view = QuietView()
    with Watching(lambda: found(5, 0), view):
        pass


def test_watching_another_process_ends_with_the_batch():
    looks, pauses = iter([found(0), found(1), found(2, 0)]), []
    assert watch(lambda: next(looks), QuietView(), pauses.append).done == 2
    assert len(pauses) == 2


def test_watching_a_cancelled_batch_does_not_wait():
    cancelled = Snapshot("may", "cancelled", total=1, running=1)
    stream = Terminal()
    assert watch(lambda: cancelled, LiveView(stream)) is cancelled
