"""What leaves the page: files in seven formats, and paper."""

import csv
import io
import json

import pytest
from tests.browser.downloading import choose, download
from tests.browser.shown import a_meeting, a_transcript, ten_hours


@pytest.fixture
def page(open_page):
    return open_page(a_meeting(), accept_downloads=True)


def test_text_has_a_paragraph_for_each_turn(page):
    _, text = download(page, "Text")
    assert text.split("\n\n")[6] == "[00:32] Grace: Yes, I will write to them this afternoon."


def test_markdown_has_summary_answers_and_turns(page):
    _, text = download(page, "Markdown")
    assert text.startswith("# Standup of the launch\n\n- Recorded: 24 November 2026\n")
    assert "## Summary\n\nThe launch moves" in text
    assert "> We launch on a sunny day — Grace (not found in the transcript)" in text
    assert "\n\n**\\[00:32\\] Grace:** Yes, I will write to them this afternoon.\n\n" in text
    assert "\\#### and I" not in text.split("## Transcript")[0]


def test_csv_has_a_row_for_each_turn(page):
    _, text = download(page, "CSV")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 9
    assert rows[6] | {"confidence": ""} == {
        "start": "32.400",
        "end": "35.550",
        "speaker": "Grace",
        "confidence": "",
        "text": "Yes, I will write to them this afternoon.",
    }


def test_csv_has_nothing_that_a_spreadsheet_computes(open_page):
    page = open_page(a_transcript([(0, '=1+1, "yes"')], names=["@Ada"]), accept_downloads=True)
    _, text = download(page, "CSV")
    assert text.splitlines()[1].split(",", 4)[2:] == ["'@Ada", "0.685", '"\'=1+1, ""yes"""']


def test_json_has_all_words_with_their_times(page):
    _, text = download(page, "JSON")
    made = json.loads(text)
    assert made["speakers"] == ["Ada", "Grace", "Alan"]
    assert made["turns"][6]["words"][1] == {"text": "I", "start": 32800, "end": 33150, "confidence": 97}


def test_files_have_the_names_that_the_page_has(page):
    page.get_by_role("button", name="Rename Grace").click()
    page.get_by_label("New name of Grace").fill("<Hopper> & Co")
    page.keyboard.press("Enter")
    assert "Hopper> & Co: Yes, I will" in download(page, "Text")[1]
    choose(page, speakers=True)
    assert "<v &lt;Hopper&gt; &amp; Co>" in download(page, "VTT")[1]


def test_print_has_all_the_text_and_no_controls(open_page):
    page = open_page(ten_hours())
    page.emulate_media(media="print")
    assert page.locator(".deck").is_hidden()
    assert page.locator(".side").is_hidden()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.stretch')).contentVisibility") == "visible"
    )
    words = page.locator(".said").all_text_contents()
    assert sum(len(text.split()) for text in words) == 90_000


@pytest.mark.parametrize("theme", [None, "dark"])
def test_print_is_black_on_white_without_marks(open_page, theme):
    page = open_page(a_meeting(), color_scheme="dark")
    page.evaluate("(theme) => { if (theme) document.documentElement.dataset.theme = theme; }", theme)
    page.get_by_label("Search what was said").fill("launch")
    page.get_by_label("Entities").check()
    page.emulate_media(media="print")
    style = "(one, [name, part]) => getComputedStyle(one, part)[name]"
    assert page.locator("body").evaluate(style, ["backgroundColor", None]) == "rgb(255, 255, 255)"
    assert page.locator(".w.hit").first.evaluate(style, ["backgroundColor", None]) == "rgba(0, 0, 0, 0)"
    assert page.locator(".w.hit").first.evaluate(style, ["color", None]) == "rgb(28, 29, 32)"
    assert page.locator("[data-kind]").first.evaluate(style, ["content", "::before"]) == "none"
    assert page.pdf().startswith(b"%PDF")
