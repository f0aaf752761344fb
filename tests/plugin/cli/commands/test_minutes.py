"""Minutes, typed against the emulator."""

import io
import json

import docx


def test_minutes_are_written_into_a_new_file_whose_path_is_all_on_stdout(tools, meeting, home):
    tools("name-speakers", "last", "A=Ada")
    done = tools("summarize", "last", "--save-to", "minutes.docx")
    assert (done.code, done.out) == (0, f"{home / 'minutes.docx'}\n")
    document = docx.Document(io.BytesIO((home / "minutes.docx").read_bytes()))
    headings = [part.text for part in document.paragraphs if part.style.name == "Heading 1"]
    assert headings == ["Summary", "Decisions", "Action items", "Transcript"]
    assert any(part.text.startswith("[00:0") and "] Ada: " in part.text for part in document.paragraphs)
    said = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Extractive" not in said
    again = tools("summarize", "last", "--save-to", "minutes.docx")
    assert again.code == 1
    assert "exists already and was left as it is" in again.err


def test_action_items_are_a_page_of_their_own(tools, meeting, home):
    done = json.loads(tools("actions", "last", "--save-to", "actions.md", "--json").out)
    assert done["saved_to"] == str(home / "actions.md")
    page = (home / "actions.md").read_text()
    assert "Extractive" not in page
    assert "not applied" not in page
    assert page.startswith("# Action items: ")
    assert "## Summary" not in page
    assert tools("actions", "last", "--save-to", "actions.txt").code == 2


def test_without_a_file_the_text_is_on_stdout(tools, meeting):
    assert tools("summarize", "last").out
