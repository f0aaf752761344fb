"""Which audio the page of `view` plays: beside it, inside it, from its address, or none."""

import json
import os

import pytest
from tests.plugin.cli.commands.pages import policy_of, shown_in

from assemblyai_tools.cli.viewing import page_audio, view
from assemblyai_tools.cli.viewing.page_audio import PageAudio


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
