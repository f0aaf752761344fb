"""What leaves the page: files in seven formats, and paper."""

import csv
import io
import json
import re

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


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("call.ogg", "call.srt"),
        ("Q3: plan/fact (final) v1.2.MP3", "Q3 plan fact (final) v1.2.srt"),
        ("notes v1.2", "notes v1.2.srt"),
        ("Tom & Zoë's talk, 100 %.m4a", "Tom & Zoë's talk, 100 %.srt"),
        ("..\\..\\evil\u202e.wav", "evil.srt"),
        ("CON.wav", "_CON.srt"),
        ("???", "transcript.srt"),
        ("会" * 200, "会" * 50 + ".srt"),
    ],
)
def test_a_file_is_called_as_the_recording_without_its_ending(open_page, title, name):
    page = open_page(a_meeting(title=title), accept_downloads=True)
    page.evaluate(
        "() => { HTMLAnchorElement.prototype.click = function () { window.saved = this.download; }; }"
    )
    page.get_by_role("button", name="SRT", exact=True).click()
    assert page.evaluate("window.saved") == name


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


@pytest.mark.parametrize("said", ["B", "Grace"], ids=["label", "name in the data"])
def test_a_new_name_is_in_facts_quotes_and_files(open_page, said):
    quote = {"text": "I am worried", "speaker": said, "start": 22000, "end": 22800, "verified": True}
    answer = {"question": "Who is worried?", "answer": "One.", "quotes": [quote, quote | {"speaker": None}]}
    shown = a_meeting(answers=[answer], facts=[("Speakers", "Ada, Grace, Alan")])
    page = open_page(shown, accept_downloads=True)
    page.get_by_role("button", name="Rename Grace").click()
    page.get_by_label("New name of Grace").fill("Bob")
    page.keyboard.press("Enter")
    assert page.locator(".facts").inner_text().split("\n") == ["Speakers", "Ada, Bob, Alan"]
    assert page.locator(".quote .faint").first.inner_text() == "Bob, 00:22"
    _, markdown = download(page, "Markdown")
    assert "\n- Speakers: Ada, Bob, Alan\n" in markdown
    assert "\n> I am worried — Bob, 00:22\n" in markdown
    assert "\n> I am worried — 00:22\n" in markdown
    made = json.loads(download(page, "JSON")[1])
    assert [one["speaker"] for one in made["answers"][0]["quotes"]] == ["Bob", None]


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


def test_print_has_answers_with_their_quotes_before_the_text(open_page):
    page = open_page(a_meeting(), viewport={"width": 700, "height": 900})
    page.locator("summary", has_text="Answers").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".side").inner_text().split("\n")[0] == "Answers"
    said = page.locator(".answer").inner_text()
    assert "When is the launch?" in said
    assert re.search(r"fifteenth of March\W+Ada, 00:26\s+Found in the transcript", said)
    assert re.search(r"Not found in the transcript\s+\W?We launch on a sunny day", said)
    text = page.locator(".text").bounding_box()
    quotes = page.locator(".quote").last.bounding_box()
    assert 0 < quotes["height"] < text["y"] - quotes["y"]
    assert page.get_by_label("Search what was said").is_hidden()
    assert page.locator(".speakers").is_hidden()
    assert page.locator(".layers").is_hidden()


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
