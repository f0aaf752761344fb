"""The redacted audio, as an address or as a file."""

import json
from dataclasses import replace

import pytest

from assemblyai_tools import ConfigurationError
from assemblyai_tools.cli import redacted_audio
from assemblyai_tools.operations.redacted_audio import RedactedAudioView
from assemblyai_tools.transport.call import Answer
from assemblyai_tools.transport.retry import Lost

REDACT = ("--redact-pii", "--redact-pii-policies", "person_name", "--redact-pii-audio", "--quiet")


@pytest.fixture
def redacted(tools, audio):
    """The id of a transcript with redacted audio."""
    return json.loads(tools("transcribe", audio / "hello.flac", *REDACT, "--json").out)["id"]


def test_its_address_is_a_line_on_stdout(tools, redacted):
    done = tools("redacted-audio", "last")
    assert done.out.startswith("http")
    assert done.err == "The address is good for about 30 minutes.\n"


def test_it_is_downloaded_into_a_new_file(tools, redacted, home):
    done = tools("redacted-audio", redacted[:8], "--save-to", "hidden.mp3")
    assert (done.code, done.out, done.err) == (0, "hidden.mp3\n", "")
    assert (home / "hidden.mp3").stat().st_size > 1000
    again = json.loads(tools("redacted-audio", "last", "--save-to", home / "b.mp3", "--json").out)
    assert again == {"id": redacted, "saved_to": str(home / "b.mp3")}


def test_a_file_that_is_there_is_left_alone(tools, redacted, home):
    (home / "a.mp3").write_text("mine")
    done = tools("redacted-audio", "last", "--save-to", "a.mp3")
    assert done.code == 1
    assert "a.mp3 exists already, with other content, and was left as it is. Give another name" in done.err
    assert (home / "a.mp3").read_text() == "mine"


def test_without_audio_nothing_is_written(tools, meeting, redacted, home, monkeypatch):
    done = tools("redacted-audio", meeting, "--save-to", "a.mp3")
    assert done.code == 1
    assert "Transcribe with --redact-pii" in done.err

    def not_yet(_):
        yield from ()
        return RedactedAudioView(id=redacted, ready=False, reason="It is not ready.")

    operation = replace(redacted_audio.get_redacted_audio, perform=not_yet)
    monkeypatch.setattr(redacted_audio, "get_redacted_audio", operation)
    done = tools("redacted-audio", redacted, "--save-to", "a.mp3")
    assert done.code == 1
    assert f"There is no redacted audio of transcript {redacted}: It is not ready. If" in done.err
    assert not (home / "a.mp3").exists()


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Answer(403, {}, b"no"), "could not be downloaded (the answer is HTTP 403). Nothing is lost"),
        (Lost(sent=False, reason="no route"), "could not be downloaded (no route)."),
        (ConfigurationError("The proxy is wrong."), "The proxy is wrong."),
    ],
)
def test_why_it_cannot_be_downloaded_is_said(tools, redacted, monkeypatch, home, outcome, said):
    calls = []

    def send(_, call, content):
        calls.append(call)
        return outcome

    real = redacted_audio._downloaded

    def downloaded(url):
        monkeypatch.setattr("assemblyai_tools.transport.http.Http.send", send)
        return real(url)

    monkeypatch.setattr(redacted_audio, "_downloaded", downloaded)
    done = tools("redacted-audio", "last", "--save-to", "a.mp3")
    assert done.code == 1
    assert said in done.err
    assert dict(calls[0].headers) == {}  # no key
    assert not (home / "a.mp3").exists()


def test_an_address_of_another_kind_is_not_fetched(tools, redacted, monkeypatch):
    real = redacted_audio._downloaded
    monkeypatch.setattr(redacted_audio, "_downloaded", lambda _: real("file:///etc/passwd"))
    done = tools("redacted-audio", "last", "--save-to", "a.mp3")
    assert "gave an address that cannot be fetched" in done.err


def test_offline_an_address_and_a_token_are_said_to_end_with_the_command(
    type_command, kept_emulator, audio, home
):
    assert type_command("transcribe", audio / "hello.flac", *REDACT, "--offline").code == 0
    found = type_command("redacted-audio", "last", "--offline")
    assert found.err == (
        "The emulator ended with this command, and so did this address: --save-to FILE saves the audio.\n"
    )
    assert type_command("token", "--offline").err == (
        "The emulator ended with this command, and so did this token.\n"
    )
    saved = type_command("redacted-audio", "last", "--offline", "--save-to", "a.mp3")
    assert (saved.code, (home / "a.mp3").exists()) == (0, True)


def test_offline_an_error_gives_no_address_of_an_upload(tools, kept_emulator, audio):
    words = ["transcribe", audio / "hello.flac", "--iab-categories"]
    assert "The upload is kept: give http" in tools(*words).err
    offline = tools(*words, "--offline")
    assert "is not available" in offline.err
    assert "upload" not in offline.err


def test_an_empty_id_is_wrong_usage_before_anything_is_asked(tools, home):
    done = tools("redacted-audio", "", "--save-to", home / "quiet.mp3")
    assert (done.code, done.out) == (2, "")
    assert "An ID is empty." in done.err
