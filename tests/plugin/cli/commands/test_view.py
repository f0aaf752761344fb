"""`view`: a page in the browser while the command runs, or a file."""

import json
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.plugin.cli.commands.pages import address_in, policy_of, shown_in

from assemblyai_tools.cli.viewing import page_server


def test_the_page_is_opened_in_the_browser_until_ctrl_c(tools, hello, looked_at, opened):
    path, transcript_id = hello
    done = tools("view", "last")
    (server,) = looked_at
    assert (done.code, done.out) == (0, f"{server.url}\n")
    ((started_with, address),) = opened.items()
    assert address == server.url
    assert server.folder not in started_with
    assert not Path(urlsplit(started_with).path).exists()
    assert done.err == "The page is there until you press Ctrl-C.\n"
    html = server.served.html.decode()
    assert shown_in(html)["id"] == transcript_id
    assert shown_in(html)["title"] == "hello there.flac"
    assert shown_in(html)["audio"] == {"src": "audio.flac", "note": None}
    assert "media-src data: blob: &#x27;self&#x27;" in policy_of(html)
    assert (server.served.audio, server.served.media_type) == (path.resolve(), "audio/flac")


def test_no_browser_is_opened_where_none_is_wanted(tools, hello, looked_at, opened):
    done = tools("view", hello[1][:8], "--no-open", "--json")
    assert json.loads(done.out) == {"id": hello[1], "url": looked_at[0].url}
    assert (opened, done.err) == ({}, "")


def test_a_machine_without_a_browser_is_told_the_address(tools, hello, looked_at, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    assert "No browser could be opened: open this address" in tools("view", "hello there").err


def test_a_file_that_is_there_is_left_alone(tools, hello, home):
    (home / "page.html").write_text("mine")
    done = tools("view", "last", "--save-to", "page.html")
    assert done.code == 1
    assert (
        "exists already, with other content, and was left as it is. Give another name with --save-to."
        in done.err
    )


def test_answers_come_from_what_ask_printed(tools, meeting, home):
    done = tools("ask", "last", "When will the parser be fixed?", "--quotes", "--json")
    (home / "answers.json").write_text(f"{done.out}\n")
    assert tools("view", "last", "--answers", "answers.json", "--save-to", "a.html").code == 0
    (one,) = shown_in((home / "a.html").read_text())["answers"]
    assert one["question"] == "When will the parser be fixed?"
    assert [quote["verified"] for quote in one["quotes"]] == [True] * len(one["quotes"])
    assert "Thursday" in one["quotes"][0]["text"]


def test_the_quotes_in_a_file_are_claims_about_this_transcript(tools, meeting, home):
    quotes = [
        {"text": "On Friday in the Lisbon office", "match": "unverified"},
        {"text": "Nobody ever said this in here", "match": "verbatim", "transcript_id": meeting},
        {"text": "another", "transcript_id": "t2"},
    ]
    answer = {"question": "Where?", "answer": "In Lisbon.", "quotes": quotes}
    (home / "a.json").write_text(json.dumps({"answers": [answer]}))
    tools("view", meeting, "--answers", home / "a.json", "--save-to", "a.html")
    (one,) = shown_in((home / "a.html").read_text())["answers"]
    assert [quote["verified"] for quote in one["quotes"]] == [True, False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "could not be read (No such file or directory). Give another file with --answers."),
        (b"\xff", "could not be read (it is no text)."),
        (b"{}", "holds no answers. Make one with `ask ID QUESTION --quotes --json > FILE`."),
        (b"no", "holds no answers."),
    ],
)
def test_a_file_without_answers_is_refused(tools, meeting, home, content, said):
    if content is not None:
        (home / "a.json").write_bytes(content)
    done = tools("view", "last", "--answers", "a.json", "--no-open")
    assert done.code == 1
    assert f"a.json {said}" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["last", "--embed-audio"], "--embed-audio needs --save-to"),
        (["last", "--no-open", "--save-to", "a.html"], "leave --no-open out"),
        ([""], "An ID is empty."),
    ],
)
def test_options_that_would_be_ignored_are_wrong_usage(tools, words, said):
    done = tools("view", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_deleted_transcript_gives_a_page_that_says_so(tools, meeting, home):
    tools("delete", meeting, "--yes")
    assert tools("view", meeting, "--save-to", "a.html").code == 0
    assert shown_in((home / "a.html").read_text())["status"] == "deleted"


def test_offline_the_service_ends_before_the_page_is_shown(
    type_command, kept_emulator, audio, looked_at, opened
):
    type_command("transcribe", audio / "hello.flac", "--offline")
    done = type_command("view", "last", "--offline")
    assert (done.code, len(looked_at)) == (0, 1)


@pytest.mark.parametrize("command", [["get", "last"], ["transcribe"]])
def test_html_is_a_format_of_the_other_commands(tools, meeting, standup, command):
    words = [standup, "--speakers"] if command == ["transcribe"] else []
    html = tools(*command, *words, "-o", "html", "--quiet").out
    assert html.startswith("<!doctype html>")
    assert shown_in(html)["id"] == meeting


def test_a_browser_that_runs_in_the_terminal_gets_the_page_before_it_ends(tools, hello, monkeypatch):
    """And the page is there afterwards, until Ctrl-C, which ends the server."""
    seen, addresses = [], []

    def get(address):
        with urllib.request.urlopen(address, timeout=10) as answer:
            seen.append(answer.read())

    def browse(file_url):
        addresses.append(address_in(file_url))
        get(addresses[0])
        return True

    def press_ctrl_c(_):
        get(addresses[0])
        raise KeyboardInterrupt

    monkeypatch.setattr(webbrowser, "open", browse)
    monkeypatch.setattr(page_server.time, "sleep", press_ctrl_c)
    assert tools("view", "last").code == 0
    assert [page[:15].lower() for page in seen] == [b"<!doctype html>"] * 2
    with pytest.raises(urllib.error.URLError):
        get(addresses[0])


def test_ctrl_c_ends_it_while_the_browser_is_being_opened(tools, hello, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(webbrowser, "open", interrupted)
    assert tools("view", "last").code == 0


def test_a_page_is_not_written_into_a_file_of_another_kind(tools, meeting, home):
    done = tools("view", "last", "--save-to", "call.mp3")
    assert done.code == 2
    assert "'call.mp3' must end in .html or .htm." in done.err
    assert not (home / "call.mp3").exists()
