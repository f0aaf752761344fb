import io
import json
import subprocess
import sys
from zipfile import ZipFile

import docx
import pytest

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
from assemblyai_tools.ledger.absent import nothing_known
from assemblyai_tools.ledger_steps import Known, KnownTranscripts, SpeakerNames

READ = Request("GET", "/v2/transcript/t1")
TALK = {
    "id": "t1",
    "status": "completed",
    "audio_duration": 64,
    "confidence": 0.934,
    "language_code": "en_us",
    "speech_model_used": "universal",
    "text": "Good morning. =1+1 *Yes*.",
    "utterances": [
        {"text": "Good\x07\u202e morning.", "start": 240, "end": 1900, "speaker": "A", "confidence": 0.98765},
        {"text": "=1+1 *Yes*.\nB: no", "start": 62_000, "end": 63_000, "speaker": "B"},
        {"text": "", "start": 63_000, "end": 63_000, "speaker": "B"},
        {"text": "Who?", "speaker": None},
    ],
}
SPEECH = {"id": "t1", "status": "completed", "text": "Good morning. Yes."}
PASSAGES = [
    {"text": "Good morning.", "start": 240, "end": 1900, "confidence": 0.5},
    {"text": "-2 degrees", "start": None, "end": None},
]
SILENCE = {"id": "t1", "status": "completed", "text": "", "words": [], "utterances": []}
SRT = "1\r\n00:00:00,240 --> 00:00:01,900\r\nGood\u202e morning.\r\n"


@pytest.fixture
def made(walk, reply):
    """The files of these formats as texts, and the requests that were sent, with these replies."""

    def make(formats, *bodies, **options):
        steps, files = walk(export("t1", formats, **options), *map(reply, bodies))
        return steps, {name: content.decode() for name, content in files.items()}

    return make


@pytest.fixture
def told(reply):
    """The files of a transcript of which the ledger knows the file's name, and speakers' names."""

    def make(formats, body, names, name):
        flow = export("t1", formats)
        step = next(flow)
        try:
            while True:
                if isinstance(step, SpeakerNames):
                    step = flow.send(names)
                elif isinstance(step, KnownTranscripts):
                    step = flow.send({"t1": Known("t1", "completed", name=name)})
                elif step == READ:
                    step = flow.send(reply(body))
                else:
                    step = flow.send(nothing_known(step))
        except StopIteration as stop:
            return stop.value

    return make


def paragraphs(content):
    return [(part.style.name, part.text) for part in docx.Document(io.BytesIO(content)).paragraphs]


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


def test_one_read_makes_all_files_of_a_talk(made):
    steps, files = made(["md", "text", "csv", "md"], TALK)
    assert steps == [READ]
    assert files == {
        "md": (
            "# Transcript t1\n"
            "\n"
            "- Transcript: t1\n"
            "- Length: 1 min 4 s\n"
            "- Language: en\\_us\n"
            "- Speech model: universal\n"
            "- Confidence: 93%\n"
            "- Speakers: Speaker A, Speaker B\n"
            "\n"
            "## Transcript\n"
            "\n"
            "**\\[00:00\\] Speaker A:** Good morning.\n"
            "\n"
            "**\\[01:02\\] Speaker B:** \\=1+1 \\*Yes\\*. B: no\n"
            "\n"
            "Who?\n"
        ),
        "text": "Speaker A: Good morning.\nSpeaker B: =1+1 *Yes*. B: no\nWho?\n",
        "csv": (
            "start,end,speaker,confidence,text\n"
            "0.240,1.900,A,0.988,Good morning.\n"
            "62.000,63.000,B,,'=1+1 *Yes*. B: no\n"
            ",,,,Who?\n"
        ),
    }
    assert list(files) == ["md", "text", "csv"]


def test_a_word_document_has_the_same(walk, reply):
    _, files = walk(export("t1", ["docx"]), reply(TALK))
    assert paragraphs(files["docx"]) == [
        ("Title", "Transcript t1"),
        ("List Bullet", "Transcript: t1"),
        ("List Bullet", "Length: 1 min 4 s"),
        ("List Bullet", "Language: en_us"),
        ("List Bullet", "Speech model: universal"),
        ("List Bullet", "Confidence: 93%"),
        ("List Bullet", "Speakers: Speaker A, Speaker B"),
        ("Heading 1", "Transcript"),
        ("Normal", "[00:00] Speaker A: Good morning."),
        ("Normal", "[01:02] Speaker B: =1+1 *Yes*. B: no"),
        ("Normal", "Who?"),
    ]
    facts = docx.Document(io.BytesIO(files["docx"])).core_properties
    assert (facts.title, facts.author, facts.comments) == ("Transcript t1", "", "")


def test_a_word_document_of_one_transcript_is_always_the_same_file(walk, reply):
    first, again = (walk(export("t1", ["docx"]), reply(TALK))[1]["docx"] for _ in range(2))
    assert first == again
    with ZipFile(io.BytesIO(first)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    facts = docx.Document(io.BytesIO(first)).core_properties
    assert facts.created == facts.modified
    assert facts.created.year == 1980


def test_speakers_and_the_recording_have_the_names_that_the_ledger_knows(told):
    files = told(["text", "md", "csv"], TALK, {"A": "Ada", "B": "AL"}, "call <1>.mp3")
    assert files["text"].decode() == "Ada: Good morning.\nAL: =1+1 *Yes*. B: no\nWho?\n"
    assert files["csv"].decode().splitlines()[1] == "0.240,1.900,Ada,0.988,Good morning."
    page = files["md"].decode()
    assert page.startswith("# call \\<1\\>.mp3\n")
    assert "- Speakers: Ada, AL\n" in page
    assert "**\\[01:02\\] AL:** " in page


@pytest.mark.parametrize("name", [None, ""])
def test_a_recording_without_a_name_is_called_by_its_id(told, name):
    assert told(["md"], SILENCE, {}, name)["md"].decode().startswith("# Transcript t1\n")


@pytest.mark.parametrize(
    ("label", "shown"),
    [("A", "Speaker A"), ("1", "Speaker 1"), ("1A", "Speaker 1A"), ("AB", "Speaker AB"), ("Ada", "Ada")],
)
def test_a_label_of_the_service_is_said_to_be_a_speakers(made, label, shown):
    body = {**SPEECH, "utterances": [{"text": "Hi.", "speaker": label}]}
    assert made(["text"], body)[1]["text"] == f"{shown}: Hi.\n"


def test_without_speakers_the_text_is_the_services_own(made):
    body = {**SPEECH, "text": "\u3053\u3093\u306b\u3061\u306f\u3002\x07\r\n\u306f\u3044\u3002 "}
    steps, files = made(["text"], body)
    assert steps == [READ]
    assert files["text"] == "\u3053\u3093\u306b\u3061\u306f\u3002\n\u306f\u3044\u3002\n"


def test_without_speakers_a_table_has_a_row_for_each_sentence(made):
    steps, files = made(["csv"], SPEECH, {"sentences": PASSAGES})
    assert steps == [READ, Request("GET", "/v2/transcript/t1/sentences")]
    assert files["csv"] == (
        "start,end,speaker,confidence,text\n0.240,1.900,,0.500,Good morning.\n,,,,'-2 degrees\n"
    )


def test_without_speakers_a_page_and_a_document_share_the_paragraphs(walk, reply):
    steps, files = walk(export("t1", ["md", "docx"]), reply(SPEECH), reply({"paragraphs": PASSAGES}))
    assert steps == [READ, Request("GET", "/v2/transcript/t1/paragraphs")]
    assert files["md"].decode() == (
        "# Transcript t1\n\n- Transcript: t1\n\n## Transcript\n\n"
        "**\\[00:00\\]** Good morning.\n\n\\-2 degrees\n"
    )
    assert paragraphs(files["docx"])[-2:] == [("Normal", "[00:00] Good morning."), ("Normal", "-2 degrees")]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("# 1 & <b> [x](http://a) ![y]", "\\# 1 \\& \\<b\\> \\[x\\](http://a) !\\[y\\]"),
        ("1. a_b `c` ~d~ |e| $f$ \\g", "1\\. a\\_b \\`c\\` \\~d\\~ \\|e\\| \\$f\\$ \\\\g"),
        ("12) x", "12\\) x"),
        ("+ x", "\\+ x"),
        ("- x - y # z.", "\\- x - y # z."),
    ],
)
def test_what_was_said_is_no_formatting_of_the_page(made, said, written):
    body = {**SPEECH, "utterances": [{"text": said}]}
    assert made(["md"], body)[1]["md"].endswith(f"## Transcript\n\n{written}\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", " =", "\t=", "\u200b@"])
def test_a_spreadsheet_computes_nothing_that_was_said(made, start):
    body = {**SPEECH, "utterances": [{"text": f"{start}2", "speaker": f"{start}A"}]}
    row = made(["csv"], body)[1]["csv"].splitlines()[1]
    assert row == f",,'{start.strip()[-1]}A,,'{start.strip()[-1]}2"


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
