import io

import pytest
from docx import Document
from evals.checks.files import document_tells, file_of_seconds, file_tells, is_audio, no_files


def document(*texts, cell=""):
    made, file = Document(), io.BytesIO()
    for text in texts:
        made.add_paragraph(text)
    made.add_table(1, 1).cell(0, 0).text = cell
    made.save(file)
    return file.getvalue()


def test_a_text_has_all_words_whatever_their_case(end):
    check = file_tells("a.md", "Parser", "by Thursday")
    assert check(end(files={"a.md": "The PARSER,\nby thursday"})) == ""
    assert check(end(files={"a.md": "The parser"})) == "a.md does not have by Thursday"
    assert check(end()) == "there is no file a.md"


def test_a_document_has_words_in_its_text_and_its_tables(end):
    check = document_tells("a.docx", "parser", "Thursday")
    assert check(end(files={"a.docx": document("The parser", cell="by Thursday")})) == ""
    assert check(end(files={"a.docx": document("The parser")})) == "a.docx does not have Thursday"
    assert check(end()) == "there is no file a.docx"


@pytest.mark.parametrize("content", [b"parser, Thursday", b"PK\x03\x04"])
def test_what_is_called_a_document_must_be_one(end, content):
    found = document_tells("a.docx", "parser")(end(files={"a.docx": content}))
    assert found.startswith("a.docx is not a Word document")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("57\n349", ""),
        ("58, 350", ""),
        ("57", "t.txt has the seconds [57], not [57, 349]"),
        ("57\n340", "t.txt has the seconds [57, 340], not [57, 349]"),
        ("", "t.txt has the seconds [], not [57, 349]"),
    ],
)
def test_seconds_may_be_rounded_in_either_way(end, text, problem):
    assert file_of_seconds("t.txt", [57_600, 349_400])(end(files={"t.txt": text})) == problem
    assert file_of_seconds("t.txt", [])(end()) == "there is no file t.txt"


def test_audio_begins_as_audio_does(end):
    assert is_audio("a.mp3")(end(files={"a.mp3": b"ID3\x04"})) == ""
    assert is_audio("a.mp3")(end(files={"a.mp3": "<html>"})) == "a.mp3 is not audio"
    assert is_audio("a.mp3")(end()) == "there is no file a.mp3"


def test_a_file_that_was_not_wanted_is_found(end):
    assert no_files(end()) == ""
    assert no_files(end(files={"a.srt": ""})) == "a.srt was written"
