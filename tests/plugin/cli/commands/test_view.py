"""`view`: a page in the browser while the command runs, or a file."""

import json
import os
import re
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from assemblyai_tools.cli.viewing import page_audio, page_server, view
from assemblyai_tools.cli.viewing.page_audio import PageAudio
from assemblyai_tools.cli.viewing.page_server import PageServer


def shown_in(html):
    """The data in a page."""
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1])


def policy_of(html):
    return re.search(r'Content-Security-Policy"\s+content="([^"]*)"', html)[1]


@pytest.fixture
def looked_at(monkeypatch):
    """What a browser would get: each page that the command serves is read once, and then Ctrl-C is pressed."""
    pages = []

    def wait(server):
        pages.append(server)
        raise KeyboardInterrupt

    monkeypatch.setattr(PageServer, "wait", wait)
    return pages


@pytest.fixture
def opened(monkeypatch):
    """The pages to which the browser was sent, by what it was started with."""
    found = {}

    def open_browser(address):
        found[address] = address_in(address)
        return True

    monkeypatch.setattr(webbrowser, "open", open_browser)
    return found


def address_in(file_url):
    """Where a browser goes that opens this file, which only its owner can read."""
    file = Path(url2pathname(urlsplit(file_url).path))
    assert [path.stat().st_mode & 0o077 for path in (file, file.parent)] == [0, 0]
    return re.search(r'content="0; url=([^"]*)"', file.read_text())[1]


@pytest.fixture
def hello(tools, audio, home):
    """A copy of a recording in the home that was transcribed, and its id."""
    path = home / "hello there.flac"
    path.write_bytes((audio / "hello.flac").read_bytes())
    return path, json.loads(tools("transcribe", path, "--json").out)["id"]


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


def test_a_file_has_its_data_inside_and_plays_the_audio_beside_it(tools, hello, home):
    done = tools("view", "last", "--save-to", "page.html")
    assert (done.code, done.out, done.err) == (0, "page.html\n", "")
    html = (home / "page.html").read_text()
    assert shown_in(html)["audio"]["src"] == "hello%20there.flac"
    assert str(home) not in html


def test_audio_that_lies_elsewhere_is_to_be_copied_beside_the_file(tools, hello, home):
    done = tools("view", "last", "--save-to", "pages/page.html", "--json")
    assert json.loads(done.out)["saved_to"] == "pages/page.html"
    done = tools("view", "last", "--save-to", "more/page.html")
    assert (
        f"plays hello there.flac beside it: copy {home / 'hello there.flac'} there, or give --embed"
        in done.err
    )


def test_a_file_whose_name_is_no_utf_8_is_played_too(tools, meeting, audio, home, looked_at, opened):
    path = home / os.fsdecode(b"M\xfcller 12:5.flac")
    path.write_bytes((audio / "hello.flac").read_bytes())
    assert tools("view", meeting, "--audio", path, "--save-to", "page.html").code == 0
    assert shown_in((home / "page.html").read_text())["audio"]["src"] == "M%FCller%2012%3A5.flac"
    assert tools("view", meeting, "--audio", path, "--save-to", "pages/page.html").code == 0
    assert tools("view", meeting, "--audio", path).code == 0
    assert looked_at[0].served.audio == path


def test_audio_can_be_inside(tools, hello, home, monkeypatch):
    assert tools("view", "last", "--save-to", "page.html", "--embed-audio").err == ""
    src = shown_in((home / "page.html").read_text())["audio"]["src"]
    assert src.startswith("data:audio/flac;base64,ZkxhQ")
    monkeypatch.setattr(view, "LARGE", 1000)
    assert (
        "MB of audio in it: it is slow to send"
        in tools("view", "last", "--save-to", "b.html", "--embed-audio").err
    )
    monkeypatch.setattr(page_audio, "MOST_EMBEDDED", 1000)
    done = tools("view", "last", "--save-to", "c.html", "--embed-audio")
    assert done.code == 1
    assert "Leave --embed-audio out" in done.err


def test_a_file_has_the_address_that_was_transcribed_only_if_a_person_wants_it(tools, meeting, standup, home):
    assert tools("view", meeting, "--save-to", "a.html", "--embed-audio").err == (
        "There is no local audio to put into the page: give it with --audio FILE.\n"
    )
    html = (home / "a.html").read_text()
    assert shown_in(html)["audio"]["src"] is None
    assert standup not in html
    assert tools("view", meeting, "--save-to", "b.html", "--audio", "address").err == ""
    html = (home / "b.html").read_text()
    assert shown_in(html)["audio"]["src"] == standup
    assert "media-src data: blob: https://example.com;" in policy_of(html)


def test_on_this_machine_the_page_plays_the_address_that_was_transcribed(
    tools, meeting, standup, looked_at, opened
):
    tools("view", meeting)
    assert shown_in(looked_at[0].served.html.decode())["audio"]["src"] == standup


@pytest.fixture
def redacted(tools, audio, home):
    """The id of a redacted transcript of a local file."""
    path = home / "hello.flac"
    path.write_bytes((audio / "hello.flac").read_bytes())
    words = ("--redact-pii", "--redact-pii-policies", "person_name", "--json")
    return json.loads(tools("transcribe", path, *words).out)["id"]


def test_the_recording_of_a_redacted_transcript_is_played_only_if_a_person_gives_it(
    tools, redacted, looked_at, opened, home
):
    why = f"The words are redacted, and {home / 'hello.flac'} may say what they hide: --audio FILE plays it"
    assert why in tools("view", redacted).err
    assert looked_at[0].served.audio is None
    assert shown_in(looked_at[0].served.html.decode())["audio"]["src"] is None
    assert why in tools("view", redacted, "--save-to", "a.html", "--embed-audio").err
    assert shown_in((home / "a.html").read_text())["audio"]["src"] is None
    done = tools("view", redacted, "--save-to", "b.html", "--audio", "hello.flac", "--embed-audio")
    assert done.err.startswith("The words are redacted, but the audio may be the original")
    shown = shown_in((home / "b.html").read_text())
    assert shown["audio"]["src"].startswith("data:")
    assert "the audio may be the original" in shown["notes"][-1]


def test_a_redacted_transcript_made_of_an_address_is_not_played_from_it(
    tools, standup, looked_at, opened, home
):
    words = ("--redact-pii", "--redact-pii-policies", "person_name", "-o", "html")
    assert shown_in(tools("transcribe", standup, *words, "--quiet").out)["audio"]["src"] is None
    tools("view", "last")
    assert shown_in(looked_at[0].served.html.decode())["audio"]["src"] is None


def test_the_audio_may_be_given_as_a_file_or_an_address(tools, meeting, looked_at, opened, audio, home):
    tools("view", meeting, "--audio", audio / "hello.flac")
    assert looked_at[0].served.audio == audio / "hello.flac"
    tools("view", meeting, "--audio", "https://host.test/a.mp3?key=1")
    html = looked_at[1].served.html.decode()
    assert shown_in(html)["audio"]["src"] == "https://host.test/a.mp3?key=1"
    assert looked_at[1].served.audio is None
    done = tools(
        "view", meeting, "--audio", "https://host.test/b.mp3", "--save-to", "a.html", "--embed-audio"
    )
    assert "There is no local audio" in done.err


def test_audio_that_cannot_be_read_is_refused_before_anything_is_asked(tools, home):
    done = tools("view", "last", "--audio", "nothing.mp3")
    assert (done.code, done.out) == (1, "")
    assert f"{home / 'nothing.mp3'} could not be read (No such file or directory). Give another" in done.err
    (home / "folder").mkdir()
    os.mkfifo(home / "pipe")
    for name in ("folder", "pipe"):
        assert f"{home / name} is no file." in tools("view", "last", "--audio", name).err
    assert "/dev/null is no file." in tools("view", "last", "--audio", "/dev/null").err


def test_a_file_that_changed_or_is_gone_is_not_played(tools, hello, looked_at, opened):
    path, _ = hello
    path.write_bytes(b"another")
    done = tools("view", "last")
    assert (
        f"{path.resolve()} changed since it was transcribed: --audio FILE plays it all the same." in done.err
    )
    assert looked_at[0].served.audio is None
    path.unlink()
    assert f"{path.resolve()} is not there any more: --audio FILE" in tools("view", "last").err


def test_audio_that_goes_away_while_it_is_put_into_a_page_is_an_error(tmp_path):
    gone = PageAudio(file=tmp_path / "gone.mp3")
    with pytest.raises(page_audio.FileAccessError, match=r"gone.mp3 could not be read \(No such file"):
        gone.embedded()
    assert PageAudio(url="https://host.test/a.mp3").embedded() is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.MP3", "audio/mpeg"),
        ("a.m4a", "audio/mp4"),
        ("a.mp4", "video/mp4"),
        ("a.opus", "audio/ogg"),
        ("a", "audio/mpeg"),
    ],
)
def test_a_file_is_of_the_kind_that_its_name_says(tmp_path, name, kind):
    assert PageAudio(file=tmp_path / name).media_type == kind


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
