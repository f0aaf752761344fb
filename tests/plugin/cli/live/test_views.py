"""What a terminal shows of a stream."""

import os
import sys

import pytest
from tests.plugin.streaming import live_events
from tests.plugin.streaming.live_events import BEGIN

from assemblyai_tools.cli.live import views
from assemblyai_tools.cli.live.bill import Bill
from assemblyai_tools.cli.live.fitting import columns_of, cut, wrapped
from assemblyai_tools.cli.live.views import Board, Lines, Objects, view_for
from assemblyai_tools.cli.session import Common
from assemblyai_tools.streaming.events import (
    Begin,
    Gap,
    RevisedTurn,
    SpeakerRevision,
    StreamWarning,
    Termination,
)
from assemblyai_tools.streaming.parameters import StreamParameters

PARAMETERS = StreamParameters.of({"speech_model": "u3-rt-pro", "sample_rate": 16_000})
GREY, PLAIN = "\x1b[90m", "\x1b[39m"


def turn(text, order=0, start=0, **more):
    return live_events.turn(order, text, start, **more)


class Terminal:
    """The lines that a terminal shows after what was written to it; wide enough for all of them."""

    def __init__(self):
        self.lines, self.row = [""], 0

    def write(self, text):
        for part in text.replace("\x1b[K", "\0").replace("\x1b[1A", "\1").replace("\r", "\2"):
            if part == "\0":
                self.lines[self.row] = ""
            elif part == "\1":
                self.row -= 1
                assert self.row >= 0
            elif part == "\n":
                self.row += 1
                self.lines += [""] * (self.row == len(self.lines))
            elif part != "\2":
                self.lines[self.row] += part
        return self

    @property
    def shown(self):
        return [line for line in self.lines if line]


@pytest.fixture
def now():
    return [100.0]


@pytest.fixture
def make_bill(now):
    def make(*, most_seconds=None, most_cost=None, is_free=False):
        return Bill(PARAMETERS, most_seconds, most_cost, is_free, lambda: now[0])

    return make


class Shown:
    """A board, and what a terminal shows of it."""

    def __init__(self, bill, capsys):
        self.bill, self.capsys, self.terminal = bill, capsys, Terminal()
        self.width, self.is_ending, self.is_grey, self.raw = 100, False, False, ""
        lines = Lines(views.note)
        self.board = Board(
            lines, bill, is_ending=lambda: self.is_ending, width=lambda: self.width, is_grey=False
        )

    def after(self, *events):
        for event in events:
            if event:
                self.bill.note(event)
            self.board.show(event)
        return self.seen()

    def seen(self):
        self.raw = self.capsys.readouterr().err
        return self.terminal.write(self.raw).shown


@pytest.fixture
def board(make_bill, capsys):
    return Shown(make_bill(most_seconds=600, most_cost=0.5), capsys)


def test_what_is_being_said_is_replaced_until_it_is_finished_and_time_and_cost_stand_below(board, now):
    assert board.after(None) == ["Connecting."]
    state = "00:00 of at most 10:00, about 0.0000 USD of at most 0.5000 USD. Ctrl-C ends it."
    assert board.after(BEGIN) == [state]
    assert board.after(turn("good", final=False)) == ["[00:00] good", state]
    assert board.after(turn("good mor", final=False)) == ["[00:00] good mor", state]
    now[0] += 72
    state = "01:12 of at most 10:00, about 0.0090 USD of at most 0.5000 USD. Ctrl-C ends it."
    assert board.after(None) == ["[00:00] good mor", state]
    assert board.after(turn("Good morning.", speaker="A")) == ["[00:00] A: Good morning.", state]
    board.board.close()
    assert board.seen() == ["[00:00] A: Good morning."]


def test_nothing_is_written_where_nothing_changed(board):
    board.after(BEGIN)
    board.after(None, None)
    assert board.raw == ""


def test_a_turn_that_begins_before_another_is_finished_stands_below_it(board):
    first, second = turn("one", 0, final=False), turn("two", 1, 2000, final=False)
    assert board.after(first, second)[:2] == ["[00:00] one", "[00:02] two"]
    assert board.after(turn("One.", 0))[:2] == ["[00:00] One.", "[00:02] two"]


def test_of_a_long_turn_the_last_lines_are_shown_within_the_width(board):
    board.width = 33
    *said, state = board.after(turn("word " * 40, final=False))
    assert said == ["word word word word word word"] * 3
    assert state == "Connecting."


def test_the_state_is_cut_in_a_narrow_terminal(board):
    board.width = 8
    assert board.after(None) == ["Conne"]


def test_a_terminal_that_became_narrower_is_cleared(board):
    board.after(turn("x" * 60, final=False))
    board.width = 40  # the line takes two rows now
    board.board.close()
    assert board.capsys.readouterr().err.count("\x1b[1A") == 2


def test_ctrl_c_says_that_it_ends(board):
    board.is_ending, board.width = True, 200
    assert board.after(BEGIN)[-1].endswith("USD. Ending; Ctrl-C again stops at once.")


def test_warnings_and_corrected_speakers_stand_above(board):
    gap = Gap(start_ms=61_000, end_ms=62_000, why="the connection was lost")
    board.after(turn("Hello.", 3, 1000, speaker="A"), turn("Yes.", 4, 2000, speaker="A"))
    revised = SpeakerRevision(
        revisions=(
            RevisedTurn(turn_order=3, speaker_label="B"),
            RevisedTurn(turn_order=4, speaker_label="A"),
            RevisedTurn(turn_order=9, speaker_label="C"),
            RevisedTurn(turn_order=4),
        )
    )
    assert board.after(StreamWarning(warning="quiet"), gap, revised, revised)[2:-1] == [
        "assemblyai-tools: quiet",
        "assemblyai-tools: Not heard: 01:01 to 01:02, as the connection was lost.",
        "Corrected: [00:01] B: Hello.",
    ]


def test_control_characters_of_a_transcript_do_not_reach_the_terminal(board):
    evil = "\x1b]0;title\x07\x1b[2J\u202ex\ny"
    board.after(turn(evil, final=False), turn(evil, speaker="\x1b[A"))
    board.board.close()
    raw = board.raw + board.capsys.readouterr().err
    for own in ("\x1b[K", "\x1b[1A", "\r", "\n"):
        raw = raw.replace(own, "")
    assert raw.isprintable()


def test_what_is_being_said_is_grey(make_bill, capsys):
    board = Board(Lines(None), make_bill(), is_ending=bool, width=lambda: 80, is_grey=True)
    board.show(turn("hel", final=False))
    assert f"{GREY}[00:00] hel{PLAIN}\nConnecting." in capsys.readouterr().err


def test_the_emulator_costs_nothing_and_time_stops_with_the_session(make_bill, now):
    bill = make_bill(is_free=True)
    assert (bill.is_open, bill.told()) == (False, "00:00")
    bill.note(BEGIN)
    now[0] += 5
    bill.note(Begin(id="again", expires_at=0))
    bill.note(Termination())
    now[0] += 5
    assert (bill.is_open, bill.told(), bill.taken()) == (True, "00:05", "00:05")


def test_dollars_have_cents(make_bill, now):
    bill = make_bill(most_cost=20)
    bill.note(BEGIN)
    now[0] += 3600 * 10
    assert bill.told() == "10:00:00, about 4.50 USD of at most 20.00 USD"
    assert bill.taken() == "10:00:00, about 4.50 USD"


class Console:
    def __init__(self, *, is_dumb=False, no_color=False):
        self.is_dumb_terminal, self.no_color = is_dumb, no_color


@pytest.fixture
def view_of(monkeypatch, make_bill):
    """The view where these streams are terminals, and rich knows this of stderr."""

    def view(*watched, console=None, is_result=True, **options):
        given = {"offline": False, "as_json": False, "quiet": False, **options}
        monkeypatch.setattr(views, "is_watched", lambda stream: stream in watched)
        monkeypatch.setattr(views, "is_decorated", lambda stream: console is not None)
        monkeypatch.setattr(views, "_console", lambda: console)
        return view_for(make_bill(), Common(**given), is_ending=bool, is_result=is_result)

    return view


def test_the_view_is_that_of_the_terminal(view_of):
    assert isinstance(view_of(sys.stderr, as_json=True), Objects)
    for board, is_grey in ((view_of(sys.stderr), False), (view_of(sys.stderr, console=Console()), True)):
        assert isinstance(board, Board)
        assert board._is_grey is is_grey
    assert view_of(sys.stderr, console=Console(no_color=True))._is_grey is False
    for view in (
        view_of(),
        view_of(sys.stderr, quiet=True),
        view_of(sys.stderr, console=Console(is_dumb=True)),
    ):
        assert isinstance(view, Lines)
        assert view.tick is None


def test_results_that_come_at_the_end_are_shown_to_a_person_only(view_of, capsys):
    for view in (
        view_of(is_result=False),
        view_of(sys.stderr, is_result=False, console=Console(is_dumb=True)),
    ):
        view.show(turn("Hello."))
        view.show(None)
        view.close()
    assert capsys.readouterr() == ("", "[00:00] Hello.\n")


def test_no_event_is_no_json(capsys):
    view = Objects()
    view.show(None)
    view.close()
    assert capsys.readouterr() == ("", "")


def test_rich_is_asked_about_the_terminal(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert views._console().no_color
    monkeypatch.setenv("COLUMNS", "33")
    assert views._width() == 33
    assert os.environ["COLUMNS"] == "33"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("one two three", 7, ["one two", "three"]),
        ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
        ("ab cdefgh", 3, ["ab", "cde", "fgh"]),
        ("日本語 です", 6, ["日本語", "です"]),
        ("日本語", 1, ["日", "本", "語"]),
        ("e\u0301e\u0301 x", 4, ["e\u0301e\u0301 x"]),
    ],
)
def test_lines_are_broken_between_words_and_letters_have_their_width(text, width, lines):
    assert wrapped(text, width) == lines
    assert all(columns_of(line) <= max(2, width) for line in lines)


def test_a_line_is_cut():
    assert [cut(text, 4) for text in ("", "abcdef", "日本語")] == ["", "abcd", "日本"]
