"""What the files say: who speaks and what, as text that formats, computes and runs nothing."""

import io
from zipfile import ZipFile

import docx
import pytest
from tests.plugin.exports.transcripts import PASSAGES, READ, SILENCE, SPEECH, TALK, paragraphs

from assemblyai_tools.exports import export
from assemblyai_tools.flow import Request


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
