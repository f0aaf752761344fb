"""What leaves the page: files in six formats, and paper."""

import csv
import io
import json

import pytest
from tests.browser.shown import a_meeting, a_transcript, ten_hours, without_words


def download(page, label):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


@pytest.fixture
def page(open_page):
    return open_page(a_meeting(), accept_downloads=True)


def test_srt_has_captions_of_two_lines_at_most_with_the_speaker_where_another_begins(page):
    name, text = download(page, "SRT")
    assert name == "Standup of the launch.srt"
    assert text.startswith(
        "1\n00:00:00,000 --> 00:00:04,750\nAda: Good morning, everyone. Let us start with\nthe"
    )
    captions = [caption.split("\n") for caption in text.strip().split("\n\n")]
    assert max(len(lines) for lines in captions) <= 4
    assert [int(lines[0]) for lines in captions] == list(range(1, len(captions) + 1))


def test_vtt_has_the_speakers_as_voices(page):
    name, text = download(page, "VTT")
    assert name.endswith(".vtt")
    assert text.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:04.750\n<v Ada>Good morning, everyone.")


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
    assert "<v &lt;Hopper&gt; &amp; Co>" in download(page, "VTT")[1]


def test_captions_of_turns_without_words_are_whole_turns(open_page):
    page = open_page(without_words(), accept_downloads=True)
    _, text = download(page, "SRT")
    assert text.count("-->") == 9
    assert "\n00:00:05,000 --> 00:00:09,000\nGrace: Thanks, Ada." in text


def test_captions_cannot_be_broken_by_what_is_said(open_page):
    page = open_page(a_transcript([(0, "a 00:00:09,000 --> 00:00:10,000 </v> & b")]), accept_downloads=True)
    assert download(page, "SRT")[1].count("-->") == 1
    assert "&lt;/v&gt; &amp; b" in download(page, "VTT")[1]


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


def test_print_fills_pages(open_page):
    page = open_page(a_meeting(), color_scheme="dark")
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 2
