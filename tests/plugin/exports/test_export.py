"""Each format has its file, made with as few requests as possible, or is refused with the reason."""

import json
import subprocess
import sys

import pytest
from tests.plugin.exports.transcripts import READ, SILENCE, SPEECH, SRT, TALK, paragraphs

from assemblyai_tools import (
    BadRequestError,
    Client,
    InvalidArgumentsError,
    MissingExtraError,
    Settings,
    UnexpectedReplyError,
    name_speakers,
    transcribe,
)
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.captions.formats import WRITERS
from assemblyai_tools.captions.style import Style
from assemblyai_tools.exports import FORMATS, export
from assemblyai_tools.flow import Request


def test_each_format_has_a_name_a_suffix_and_a_line_about_it():
    assert [(one.name, one.suffix) for one in FORMATS.values()] == [
        ("text", ".txt"),
        ("srt", ".srt"),
        ("vtt", ".vtt"),
        ("ttml", ".ttml"),
        ("json", ".json"),
        ("md", ".md"),
        ("csv", ".csv"),
        ("docx", ".docx"),
        ("html", ".html"),
    ]
    assert [name for name, one in FORMATS.items() if not one.is_text] == ["docx"]
    assert all(one.says.endswith(".") for one in FORMATS.values())


def test_the_formats_are_known_without_importing_what_makes_them():
    code = "import sys, assemblyai_tools.exports; print('pydantic' in sys.modules, 'docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_json_is_what_came(made):
    body = json.dumps(TALK, indent=3)
    steps, files = made(["json"], body)
    assert steps == [READ]
    assert files == {"json": body}


def test_captions_alone_are_one_request_and_are_clean(made):
    steps, files = made(["srt"], SRT, chars_per_caption=32)
    assert steps == [Request("GET", "/v2/transcript/t1/srt", query={"chars_per_caption": 32})]
    assert files == {"srt": "1\n00:00:00,240 --> 00:00:01,900\nGood morning.\n"}


def test_captions_come_beside_the_rest_in_the_order_asked_for(made):
    steps, files = made(["vtt", "text", "srt"], SPEECH, "WEBVTT\n", SRT)
    assert [step.path for step in steps] == [
        "/v2/transcript/t1",
        *[f"/v2/transcript/t1/{n}" for n in ("vtt", "srt")],
    ]
    assert list(files) == ["vtt", "text", "srt"]


def test_captions_that_are_to_look_otherwise_are_made_of_the_words_of_the_same_read(made):
    said = [{"text": "Good", "start": 0, "end": 400}, {"text": "morning.", "start": 420, "end": 900}]
    steps, files = made(
        ["srt", "text", "ttml"], {**SPEECH, "words": said}, captions=Style(chars_per_line=10, lines=1)
    )
    assert steps == [READ]
    assert files["srt"] == (
        "1\n00:00:00,000 --> 00:00:00,833\nGood\n\n2\n00:00:00,913 --> 00:00:01,746\nmorning.\n"
    )
    assert ">Good</p>" in files["ttml"]


def test_silence_has_a_file_in_every_format(walk, reply):
    empty = BadRequestError("Unable to create captions. Transcript text is empty", status=400)
    steps, files = walk(export("t1", list(FORMATS)), reply(SILENCE), empty, empty)
    assert [step.path for step in steps] == [
        "/v2/transcript/t1",
        *[f"/v2/transcript/t1/{n}" for n in ("srt", "vtt")],
    ]
    document, page = files.pop("docx"), files.pop("html").decode()
    assert page.startswith("<!doctype html>")
    assert "No speech was found." in page
    assert {name: content.decode() for name, content in files.items()} == {
        "text": "",
        "srt": "",
        "vtt": "WEBVTT\n",
        "ttml": WRITERS["ttml"]([], None),
        "json": json.dumps(SILENCE),
        "md": "# Transcript t1\n\n- Transcript: t1\n\n## Transcript\n\nNo speech was found.\n",
        "csv": "start,end,speaker,confidence,text\n",
    }
    assert [text for _, text in paragraphs(document)] == [
        "Transcript t1",
        "Transcript: t1",
        "Transcript",
        "No speech was found.",
    ]


@pytest.mark.parametrize("name", ["text", "json", "md", "csv", "docx", "html"])
@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"id": "t1", "status": "processing"}, "is processing"),
        ({"id": "t1", "status": "error", "error": "bad"}, "failed"),
        ({"id": "t1", "status": "completed", "audio_url": "http://deleted_by_user"}, "is deleted"),
    ],
)
def test_only_a_completed_transcript_has_files(made, name, body, state):
    with pytest.raises(InvalidArgumentsError) as caught:
        made([name], body)
    assert caught.value.message == f"Transcript t1 {state}; only completed ones can be read."
    assert caught.value.transcript_id == "t1"
    assert caught.value.id_was_given


def test_captions_of_an_unfinished_transcript_are_refused_by_the_service(walk):
    refusal = BadRequestError("This transcript has a status of 'processing'.", status=400)
    with pytest.raises(BadRequestError) as caught:
        walk(export("t1", ["srt"]), refusal)
    assert caught.value.transcript_id == "t1"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("docs", "Did you mean docx?"), ("?", "There are text, srt, vtt, ttml, json, md, csv, docx, html.")],
)
def test_an_unknown_format_is_refused_before_anything_is_read(name, hint):
    with pytest.raises(InvalidArgumentsError) as caught:
        next(export("t1", ["text", name]))
    assert str(caught.value) == f"There is no format '{name}'. {hint}"


def test_a_document_without_its_package_is_refused_before_anything_is_read(monkeypatch):
    monkeypatch.setattr("assemblyai_tools.documents.word.is_installed", lambda package: False)
    with pytest.raises(MissingExtraError, match=r"python-docx.*\[cli\]"):
        next(export("t1", ["text", "docx"]))


def test_a_reply_of_another_form_is_an_error(made):
    with pytest.raises(UnexpectedReplyError):
        made(["text"], "<html>")


def test_all_files_of_a_recording_come_from_the_service(running_emulator, standup, tmp_path):
    settings = Settings(
        api_key=running_emulator.api_key, base_url=running_emulator.base_url, ledger=tmp_path / "l.sqlite3"
    )
    with Client(settings) as client:
        view = client.run(transcribe(audio=standup, wait_seconds=60, speaker_labels=True))
        client.run(name_speakers(transcript_id=view.id, names=[{"speaker": "A", "name": "Ada"}]))
        files = client.run(export(view.id, list(FORMATS)))
    assert list(files) == list(FORMATS)
    assert files["text"].decode().splitlines()[:2] == [
        "Ada: Good morning. Did the importer run last night?",
        "Speaker B: It stopped at the third file. I will fix the parser by Thursday.",
    ]
    assert files["srt"].startswith(b"1\n00:00:00,240 --> ")
    assert files["vtt"].startswith(b"WEBVTT\n")
    assert json.loads(files["json"])["id"] == view.id
    assert files["md"].startswith(b"# standup.mp3\n")
    assert files["csv"].decode().splitlines()[1].startswith("0.240,3.900,Ada,")
    assert ("Title", "standup.mp3") in paragraphs(files["docx"])
    assert b"<title>standup.mp3" in files["html"]
    assert b'"name":"Ada"' in files["html"]


def test_a_transcript_that_was_read_is_not_read_again(run, service, reply):
    files = run(export("t1", ["json", "text"], transcript=reply(TALK).parse(Transcript)))
    assert service.requests == []
    assert json.loads(files["json"]) == TALK
    assert b"Good morning." in files["text"]
