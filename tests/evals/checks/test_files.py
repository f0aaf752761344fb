import pytest
from evals.checks.files import (
    document_tells,
    file_assigns,
    file_begins,
    file_of_seconds,
    file_tells,
    is_redacted_audio,
    no_files,
)
from evals.recordings import STANDUP
from tests.evals.documents import document


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


def test_one_of_several_words_is_enough_and_others_must_not_be_there(end):
    check = file_tells("a.md", ("sixteenth", "16"), "password", lacks=("parser",))
    assert check(end(files={"a.md": "March 16th; the passwords"})) == ""
    assert check(end(files={"a.md": "The passwords of 2016"})) == "a.md does not have sixteenth or 16"
    assert check(end(files={"a.md": "16, password, Parsers"})) == "a.md has parser"


LINES = [f"{turn.speaker}: {turn.text}" for turn in STANDUP.turns]


@pytest.mark.parametrize(
    ("lines", "copied"),
    [
        (LINES, True),
        ([STANDUP.text], True),
        (["Minutes of the standup", *LINES], True),
        (LINES[1:], False),
        (["Ben fixes the parser by Thursday, and Nadia tests it on Friday. " * 3, *LINES], False),
    ],
)
def test_a_transcript_is_no_summary_and_no_minutes_unless_it_is_an_annex(end, lines, copied):
    state = end(files={"a.md": "\n".join(lines), "a.docx": document(*lines)})
    for check in (file_tells("a.md", not_only=(STANDUP,)), document_tells("a.docx", not_only=(STANDUP,))):
        assert ("is a copy of what was said" in check(state)) == copied


def test_a_copy_is_noticed_though_it_has_the_words(end):
    state = end(files={"a.docx": document(*LINES)})
    found = document_tells("a.docx", "parser", not_only=(STANDUP,))(state)
    assert found == "a.docx is a copy of what was said"


@pytest.mark.parametrize("text", ["Due: 5 May", "\n# **Due: 5 May**\n\nMore.", "\ufeffdue: 5 may.\r\nMore."])
def test_the_first_line_may_be_set_off(end, text):
    assert file_begins("a.md", "Due: 5 May")(end(files={"a.md": text})) == ""


@pytest.mark.parametrize("text", ["", "# Week\nDue: 5 May", "Due: 5 May, not 6 May", "Due: 15 May"])
def test_another_first_line_is_found(end, text):
    check = file_begins("a.md", "Due: 5 May")
    assert check(end(files={"a.md": text})) == "a.md does not begin with Due: 5 May"
    assert check(end()) == "a.md does not begin with Due: 5 May"


TASKS = {"Eva": "room", "Team": "vote"}


@pytest.mark.parametrize(
    "text",
    [
        "Eva: book the room\nTeam: vote\n",
        "- Team: vote\r\n- Eva: book the room by 9:30",
        "1. **Eva:** book the room\n2. **Team**: vote on it",
        "* [ ] Eva: book the rooms\n\n* [ ] Team: vote",
    ],
)
def test_each_name_has_its_task(end, text):
    assert file_assigns("a.md", TASKS)(end(files={"a.md": text})) == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Eva: vote\nTeam: book the room", "a.md has another task for Eva, Team"),
        ("Eva: book the room\nTeam:", "a.md has another task for Team"),
        ("Eva: book the room", "a.md does not have one line for each of: Eva, Team"),
        ("Tasks\nEva: book the room\nTeam: vote", "a.md does not have one line for each of: Eva, Team"),
        ("Eva: room\nTeam: vote\nEva: room", "a.md does not have one line for each of: Eva, Team"),
        ("Eva books the room\nThe team: vote", "a.md does not have one line for each of: Eva, Team"),
    ],
)
def test_tasks_of_others_and_other_lines_are_found(end, text, problem):
    assert file_assigns("a.md", TASKS)(end(files={"a.md": text})) == problem
    assert file_assigns("a.md", TASKS)(end()) == "there is no file a.md"


@pytest.mark.parametrize("text", ["57\n349\n625\n", "58\r\n349\r\n625", "\ufeff57\n\n349\n 625 \n"])
def test_seconds_may_be_cut_or_rounded(end, text):
    assert file_of_seconds("t.txt", [57_600, 349_400, 625_000])(end(files={"t.txt": text})) == ""


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("57", "['57']"),
        ("57\n340", "['57', '340']"),
        ("58\n350", "['58', '350']"),
        ("56\n349", "['56', '349']"),
        ("58, 349", "['58, 349']"),
        ("57 s\n349 s", "['57 s', '349 s']"),
        ("Times:\n57\n349", "['Times:', '57', '349']"),
        ("0:57\n5:49", "['0:57', '5:49']"),
        ("", "[]"),
    ],
)
def test_other_seconds_and_other_words_are_found(end, text, given):
    found = file_of_seconds("t.txt", [57_600, 349_400])(end(files={"t.txt": text}))
    assert found == f"t.txt has the lines {given}, not ['57', '349']"


def test_without_a_file_there_are_no_seconds(end):
    assert file_of_seconds("t.txt", [])(end()) == "there is no file t.txt"


SERVED = b"ID3\x04" + bytes(2000)


@pytest.mark.parametrize(
    "content",
    [SERVED + b"x", SERVED[:-1], b"RIFF" + b"x" * 2000, STANDUP.content, STANDUP.content + b"x", b""],
)
def test_only_the_very_bytes_of_the_service_are_its_redacted_audio(end, content):
    check, made = is_redacted_audio("a.mp3"), {"transcripts": {"t": {}}, "redacted_audio": {"t": SERVED}}
    assert check(end(files={"a.mp3": SERVED}, **made)) == ""
    wrong = "a.mp3 is not the redacted audio of the service"
    assert check(end(files={"a.mp3": content}, **made)) == wrong
    assert check(end(files={"a.mp3": SERVED}, transcripts={"t": {}})) == wrong
    assert check(end(files={"a.mp3": SERVED}, earlier={"a.wav": "t"}, **made)) == wrong
    assert check(end(**made)) == "there is no file a.mp3"


def test_a_file_that_was_not_wanted_is_found(end):
    assert no_files(end()) == ""
    assert no_files(end(files={"a.srt": ""})) == "a.srt was written"
