"""What `list`, `search` and `recordings` find, as rows in a pipe and as a table at a terminal."""

import json
import os
import time
from datetime import datetime, timedelta, timezone

import pytest

from assemblyai_tools.cli import account_list, derived, terminal


def test_list_has_a_row_for_each_transcript(tools, meeting):
    [row] = tools("list").rows
    assert row[:2] == [meeting, "completed"]
    assert row[3] == "standup.mp3"
    assert row[6].startswith("Good morning")


def test_an_empty_list_says_so_on_stderr(tools):
    done = tools("list")
    assert (done.code, done.out, done.err) == (0, "", "There are no transcripts yet.\n")


def test_quiet_and_json_leave_hints_out(tools):
    assert tools("list", "--quiet").err == ""
    done = tools("list", "--json")
    assert (json.loads(done.out)["transcripts"], done.err) == ([], "")


def test_search_finds_words_in_one_in_several_and_in_all_transcripts(tools, meeting, audio):
    other = json.loads(tools("transcribe", audio / "hello.flac", "--json").out)["id"]
    assert tools("search", meeting, "morning", "zebra").rows[0][:3] == [
        meeting,
        "standup.mp3",
        "morning",
    ]
    assert "Not found: zebra." in tools("search", meeting, "morning", "zebra").err
    assert {row[0] for row in tools("search", f"{meeting},hello", "the", "we").rows} == {meeting, other}
    assert {row[0] for row in tools("search", "all", "the", "we").rows} == {meeting, other}


def test_all_is_more_than_one_call_for_many_transcripts(tools, meeting, monkeypatch):
    tools("transcribe", "https://example.com/standup.mp3", "--again", "--quiet", "--json")
    monkeypatch.setattr(derived, "_AT_ONCE", 1)
    done = tools("search", "all", "morning", "--json")
    assert len([json.loads(line) for line in done.out.splitlines()]) == 2


def test_words_that_no_call_finds_are_said_once(tools, meeting, monkeypatch):
    again = tools("transcribe", "https://example.com/standup.mp3", "--again", "--quiet", "--json")
    assert again.code == 0
    monkeypatch.setattr(derived, "_AT_ONCE", 1)
    done = tools("search", "all", "morning", "zebra")
    assert len(done.rows) == 2
    assert done.err == "Not found: zebra.\n"


def test_all_says_what_is_left_out_of_a_list_without_an_end(tools, meeting, monkeypatch):
    monkeypatch.setattr(account_list, "PAGE_SIZE", 1)
    monkeypatch.setattr(account_list, "_MOST_PAGES", 1)
    done = tools("search", "all", "morning", "zebra")
    assert (done.code, len(done.rows)) == (3, 1)
    assert done.err == "Not found: zebra.\nassemblyai-tools: Only the newest 1 transcripts were looked at.\n"


def test_all_without_a_completed_transcript_is_a_failure(tools):
    done = tools("search", "all", "morning")
    assert done.code == 1
    assert "There is no completed transcript. See assemblyai-tools list." in done.err


def test_a_name_with_a_comma_is_searched(tools, home, audio):
    (home / "c, d.flac").write_bytes((audio / "hello.flac").read_bytes())
    tools("transcribe", "c, d.flac", "--quiet")
    [row] = tools("search", "c, d.flac", "weather").rows
    assert row[1:3] == ["c, d.flac", "weather"]


def test_recordings_are_those_of_the_working_folder(tools, audio, home):
    assert "There is no such recording in" in tools("recordings").err
    (home / "call.flac").write_bytes((audio / "hello.flac").read_bytes())
    (home / "other.flac").write_bytes((audio / "hello.flac").read_bytes())
    [row] = tools("recordings", "--name", "call").rows
    assert row[0] == "call.flac"
    assert row[2:4] == ["4 s", "0.1 MB"]
    assert "1 older recording left out" in tools("recordings", "--limit", "1").err


def test_only_search_takes_all_and_the_others_say_so(tools, meeting):
    for words in (["summarize", "all"], ["ask", "all", "Why?"], ["get", "all"], ["delete", "all", "--yes"]):
        done = tools(*words)
        assert done.code == 1
        assert "`all` stands for all transcripts in `search` only. Name the ones" in done.err


@pytest.fixture
def in_tokyo(monkeypatch):
    """This machine's clock, nine hours ahead of UTC."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.delenv("TZ")
    time.tzset()


def test_times_are_those_of_this_clock_and_json_has_their_zone(tools, home, audio, in_tokyo):
    (home / "call.flac").write_bytes((audio / "hello.flac").read_bytes())
    os.utime("call.flac", (0, 0))
    tools("transcribe", "call.flac")
    [file] = tools("recordings").rows
    [made] = tools("list").rows
    as_json = json.loads(tools("list", "--json").out)["transcripts"][0]
    created = datetime.fromisoformat(as_json["created"])
    assert file[1] == "1970-01-01 09:00"
    assert created.tzinfo is not None
    assert made[2] == f"{created.astimezone(timezone(timedelta(hours=9))):%Y-%m-%d %H:%M}"
    assert file[2] == made[4] == "4 s"
    assert json.loads(tools("recordings", "--json").out)["recordings"][0]["modified"].endswith("+09:00")
    assert f"call.flac, {made[2]}" in tools("get", "zzz").err


def test_at_a_terminal_without_rich_a_table_has_the_names_of_its_columns(tools, meeting, monkeypatch):
    monkeypatch.setattr(terminal, "is_watched", lambda _: True)
    monkeypatch.setattr(terminal, "is_installed", lambda _: False)
    head, row = tools("list").out.splitlines()
    assert head.split() == ["ID", "STATUS", "CREATED", "NAME", "LENGTH", "LANGUAGE", "WORDS"]
    assert row.index("completed") == head.index("STATUS")


def test_at_a_terminal_a_table_is_decorated_and_keeps_what_looks_like_markup(tools, meeting, monkeypatch):
    monkeypatch.setattr(terminal, "is_watched", lambda _: True)
    monkeypatch.setenv("COLUMNS", "300")
    shown = tools("list").out
    assert "status" in shown
    assert meeting in shown


@pytest.mark.parametrize(
    ("columns", "shown", "left_out"),
    [
        ("80", ["id", "status", "name", "words"], ["created", "length", "language"]),
        ("120", ["id", "status", "created", "name", "length", "language", "words"], []),
    ],
)
def test_a_narrow_terminal_gets_whole_ids_names_and_words(
    tools, meeting, monkeypatch, columns, shown, left_out
):
    monkeypatch.setattr(terminal, "is_watched", lambda _: True)
    monkeypatch.setenv("COLUMNS", columns)
    lines = tools("list").out.splitlines()
    assert [name for name in lines[0].split() if name in [*shown, *left_out]] == shown
    assert lines[1].startswith(f"{meeting}  completed  ")
    assert "standup.mp3" in lines[1]
    assert "Good" in lines[1]
    assert max(map(len, lines)) <= int(columns)


def test_the_narrowest_terminal_folds_an_id_and_crops_nothing(tools, meeting, monkeypatch):
    monkeypatch.setattr(terminal, "is_watched", lambda _: True)
    monkeypatch.setenv("COLUMNS", "40")
    shown = tools("list").out
    first_cells = "".join(line.split(" ")[0] for line in shown.splitlines()[1:])
    assert meeting in first_cells
    assert "\u2026" not in shown
