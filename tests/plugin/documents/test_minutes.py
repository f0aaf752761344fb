import io
import re

import docx
import pytest

from assemblyai_tools.documents.minutes import WRITERS, Minutes, Speech, noted_text
from assemblyai_tools.documents.recording import Row
from assemblyai_tools.llm.minutes import Action, Noted

NOTED = Noted(
    people=["Ada", "Ben"],
    date="3 May 2026",
    summary="They met.\n- It went **well**.",
    decisions=["Ship it."],
    actions=[Action("Send the figures", "Ada", "Friday"), Action("Call"), Action("Pay", due="May")],
)
SAID = [Row(text="Good morning.", start=0, end=900, speaker="Ada"), Row(text="=1+1 <b>*so*</b> | {{x}}")]
MINUTES = Minutes("Minutes: a.mp3", [("Length", "1 min")], NOTED, [Speech("a.mp3", SAID)])
NOTE = "A language model wrote what stands before the transcript. Check it there before you rely on it."


def word_text(content):
    document = docx.Document(io.BytesIO(content))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [(part.style.name, part.text) for part in document.paragraphs], cells


def test_minutes_as_markdown():
    assert WRITERS["md"](MINUTES).decode() == (
        "# Minutes: a.mp3\n\n"
        "- Date: 3 May 2026\n- People: Ada, Ben\n- Length: 1 min\n\n"
        f"*{NOTE}*\n\n"
        "## Summary\n\nThey met.\n\n- It went well.\n\n"
        "## Decisions\n\n- Ship it.\n\n"
        "## Action items\n\n"
        "| Action | Owner | Due |\n| --- | --- | --- |\n"
        "| Send the figures | Ada | Friday |\n| Call |  |  |\n| Pay |  | May |\n\n"
        "## Transcript\n\n"
        "**\\[00:00\\] Ada:** Good morning.\n\n"
        "\\=1+1 \\<b\\>\\*so\\*\\</b\\> \\| {{x}}\n"
    )


def test_minutes_as_a_word_document():
    paragraphs, cells = word_text(WRITERS["docx"](MINUTES))
    assert paragraphs == [
        ("Title", "Minutes: a.mp3"),
        ("List Bullet", "Date: 3 May 2026"),
        ("List Bullet", "People: Ada, Ben"),
        ("List Bullet", "Length: 1 min"),
        ("Normal", NOTE),
        ("Heading 1", "Summary"),
        ("Normal", "They met."),
        ("List Bullet", "It went well."),
        ("Heading 1", "Decisions"),
        ("List Bullet", "Ship it."),
        ("Heading 1", "Action items"),
        ("Heading 1", "Transcript"),
        ("Normal", "[00:00] Ada: Good morning."),
        ("Normal", "=1+1 <b>*so*</b> | {{x}}"),
    ]
    assert cells == [
        ["Action", "Owner", "Due"],
        ["Send the figures", "Ada", "Friday"],
        ["Call", "", ""],
        ["Pay", "", "May"],
    ]


@pytest.mark.parametrize("form", ["md", "docx"])
def test_the_same_minutes_are_the_same_file(form):
    assert WRITERS[form](MINUTES) == WRITERS[form](MINUTES)


def test_what_was_not_found_is_said_and_what_was_not_asked_is_not_there():
    empty = Minutes("Minutes", [], Noted(summary="So.", decisions=[], actions=[]), [Speech("", [])])
    page = WRITERS["md"](empty).decode()
    assert "## Decisions\n\nNone were found.\n\n## Action items\n\nNone were found.\n" in page
    assert page.endswith("## Transcript\n\nNo speech was found.\n")
    paragraphs, cells = word_text(WRITERS["docx"](empty))
    assert [text for _, text in paragraphs].count("None were found.") == 2
    assert (cells, paragraphs[-1][1]) == ([], "No speech was found.")
    only = Minutes("Action items", [], Noted(actions=[]), [Speech("", SAID)])
    assert "## Summary" not in WRITERS["md"](only).decode()
    assert [text for style, text in word_text(WRITERS["docx"](only))[0] if style == "Heading 1"] == [
        "Action items",
        "Transcript",
    ]


def test_several_recordings_have_a_heading_each():
    several = Minutes("Minutes", [], Noted(summary="So."), [Speech("a_1.mp3", SAID), Speech("b", [])])
    assert "### a\\_1.mp3\n\n**" in WRITERS["md"](several).decode()
    paragraphs, _ = word_text(WRITERS["docx"](several))
    assert [text for style, text in paragraphs if style == "Heading 2"] == ["a_1.mp3", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x0b\ufffe",
        "a\ud800b",
        "</w:t><w:p>",
        "[x](javascript:alert(1))",
        "<script>alert(1)</script>",
        "a\n# b",
    ],
)
def test_hostile_words_are_words_in_both(text):
    noted = Noted(
        people=[text], date=text, summary=text, decisions=[text], actions=[Action(text, text, text)]
    )
    hostile = Minutes(text, [("Length", text)], noted, [Speech(text, [Row(text=text, speaker=text)])] * 2)
    page = WRITERS["md"](hostile).decode()
    assert not re.search(r"(?<!\\)(<|\[x|\]\()", page)
    assert sum(line.startswith("# ") for line in page.splitlines()) == 1
    headings = [text for style, text in word_text(WRITERS["docx"](hostile))[0] if style == "Heading 1"]
    assert headings == ["Summary", "Decisions", "Action items", "Transcript"]


def test_the_text_of_what_was_noted():
    assert noted_text(NOTED) == (
        "Date: 3 May 2026\n\n"
        "People:\n- Ada\n- Ben\n\n"
        "Summary:\nThey met.\n- It went **well**.\n\n"
        "Decisions:\n- Ship it.\n\n"
        "Action items:\n- Send the figures (Ada, due: Friday)\n- Call\n- Pay (due: May)"
    )
    assert noted_text(Noted(actions=[])) == "Action items:\n- None were found."
    assert noted_text(Noted(summary="All of it.", is_one_text=True)) == "All of it."
    assert (
        noted_text(Noted(summary="All of it.", decisions=[]))
        == "Summary:\nAll of it.\n\nDecisions:\n- None were found."
    )
