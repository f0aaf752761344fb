"""What the timeline draws: who speaks when, labels and marks, in all sizes, themes and directions."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.opening import until
from tests.browser.shown import a_meeting, a_transcript, in_pieces, long_recording, ten_hours, without_times
from tests.browser.sounding import colored, picture, row
from tests.browser.timeline import LABELS, WIDE, click, drawn, lane, seconds, slider


def test_each_speaker_has_a_lane_in_which_silence_is_a_gap(conversation):
    ada, grace = lane(conversation, 0), lane(conversation, 1)
    assert [len(ada), len(grace)] == [2, 1]
    (first, second), (only,) = ada, grace
    width = second[1] - first[0]
    assert (first[1] - first[0]) / width == pytest.approx(1 / 4, abs=0.02)
    assert (only[0] - first[1]) / width == pytest.approx(1 / 4, abs=0.02)
    assert only[1] == pytest.approx(second[0], abs=3)


def test_sentiment_is_above_or_below_its_line(open_page):
    page = open_page(a_meeting(), **WIDE)
    drawn(page)
    middle = 18 + 3 * 20 + 2 + 12 + 9
    above, below = colored(row(page, middle - 6)), colored(row(page, middle + 6))
    assert [len(above), len(below)] == [2, 1]
    assert above[0][0] < below[0][0] < above[1][0]


def test_fifty_speakers_are_no_higher_than_eight(open_page):
    page = open_page(long_recording(9000, speakers=50, hours=1), **WIDE)
    drawn(page)
    assert slider(page).bounding_box()["height"] < 200
    seen = [at for at in range(50) if colored(row(page, int(18 + (at + 0.5) * 3.2)))]
    assert len(seen) == 50


def test_a_phone_shows_all_of_it_without_scrolling_sideways(open_page):
    page = open_page(a_meeting(), viewport={"width": 360, "height": 640}, has_touch=True)
    drawn(page)
    assert slider(page).bounding_box()["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.touchscreen.tap(300, slider(page).bounding_box()["y"] + 40)
    assert seconds(page) > 20


def test_it_is_drawn_anew_in_the_colours_of_another_theme(open_page):
    page = open_page(a_meeting(), **WIDE)
    drawn(page)
    light = picture(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    drawn(page)
    assert picture(page) != light
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    drawn(page)
    assert picture(page) == light
    page.evaluate("document.documentElement.style.setProperty('--speaker-1', 'rgb(1, 200, 2)')")
    drawn(page)
    assert (1, 200, 2, 255) in row(page, 28)
    page.emulate_media(forced_colors="active")
    drawn(page)
    assert (1, 200, 2, 255) not in row(page, 28)


def test_time_runs_from_left_to_right_where_text_runs_the_other_way(open_page):
    page = open_page(a_meeting(language="ar"), locale="ar", **WIDE)
    page.evaluate("document.documentElement.dir = 'rtl'")
    drawn(page)
    click(page, 0.9)
    assert seconds(page) == pytest.approx(0.9 * a_meeting()["duration"] / 1000, abs=1)


def test_turns_whose_words_are_not_known_have_lanes(open_page):
    turns = [
        {
            "speaker": at % 2,
            "first": 0,
            "text": "Hello there.",
            "start": at * 10_000,
            "end": at * 10_000 + 4000,
        }
        for at in range(4)
    ]
    page = open_page(a_transcript([], names=("Ada", "Grace"), duration=40_000) | {"turns": turns}, **WIDE)
    drawn(page)
    assert [len(lane(page, 0)), len(lane(page, 1))] == [2, 2]


def test_a_renamed_speaker_has_the_new_name(open_page):
    page = open_page(a_meeting(), **WIDE)
    drawn(page)
    before = row(page, 28)[:LABELS]
    click(page, 0.01)
    expect(slider(page)).to_have_attribute("aria-valuetext", re.compile("Ada speaks"))
    page.get_by_role("button", name="Rename Ada").click()
    page.keyboard.type("Countess")
    page.keyboard.press("Enter")
    expect(slider(page)).to_have_attribute("aria-valuetext", re.compile("Countess speaks"))
    drawn(page)
    assert row(page, 28)[:LABELS] != before


def test_without_times_there_is_no_timeline(open_page):
    page = open_page(without_times(), **WIDE)
    expect(page.get_by_role("group", name="Timeline")).to_be_hidden()


def test_words_that_are_not_there_yet_leave_their_lanes_empty(open_page):
    first, _ = in_pieces()
    page = open_page(first, **WIDE)
    drawn(page)
    assert lane(page, 2) == []


def test_ten_hours_are_drawn_in_a_moment(open_page):
    page = open_page(ten_hours() | {"audio": {"src": None, "note": None}}, **WIDE)
    drawn(page)
    for _ in range(12):
        page.get_by_role("button", name="Zoom in").click()
    expect(page.get_by_role("button", name="Zoom out")).to_be_enabled()
    drawn(page)
    assert any(end - start > 100 for place in range(6) for start, end in lane(page, place))


def test_nothing_is_wrong_with_it_for_axe(open_page, violations):
    page = open_page(a_meeting(), **WIDE)
    page.get_by_role("button", name="Zoom in").click()
    found = {
        rule: nodes
        for rule, nodes in violations(page).items()
        if any("timeline" in node or "player" in node for node in nodes)
    }
    assert found == {}


@pytest.fixture
def written(open_page):
    """`written(page)` gives the texts that the timeline writes when it is drawn anew, each with its place."""

    def listen(page):
        page.evaluate(
            """() => {
              window.written = [];
              const { fillText } = CanvasRenderingContext2D.prototype;
              CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
                window.written.push([text, x, x + this.measureText(text).width]);
                return fillText.call(this, text, x, y);
              };
              window.dispatchEvent(new Event("resize"));
            }"""
        )
        until(page, "window.written.length > 2")
        return page.evaluate("window.written")

    return listen


@pytest.mark.parametrize("width", [375, 360])
def test_on_a_phone_the_lanes_have_names_that_differ(open_page, written, width):
    names = ("Speaker A", "Speaker B", "Customer of the shop 1", "Customer of the shop 2")
    shown = a_transcript([(place, "Good morning") for place in range(4)], names=names)
    page = open_page(shown, viewport={"width": width, "height": 700})
    labels = [text for text, _, _ in written(page)][:4]
    assert labels[:2] == ["A", "B"]
    assert [label[-1] for label in labels[2:]] == ["1", "2"]
    assert "…" in labels[2]


def test_a_phone_is_told_how_to_zoom_with_fingers(open_page):
    page = open_page(a_meeting(), viewport={"width": 360, "height": 700})
    assert page.locator(".how:visible").all_inner_texts() == ["Pinch to zoom, tap to go there"]
    assert page.locator(".how:visible").evaluate("(one) => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("width", [375, 360])
def test_on_a_phone_no_label_of_a_fact_is_cut(open_page, width):
    facts = [("Transcript", "9f0c2a51-74e8-4b8c-9d6b-0a5b1d2c3e4f"), ("Speech model", "universal-3-pro")]
    page = open_page(a_meeting(facts=facts), viewport={"width": width, "height": 700})
    lines = """(one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return range.getClientRects().length;
    }"""
    assert page.locator(".facts dt").first.evaluate(lines) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_where_a_pixel_is_shorter_than_a_word_blocks_are_full_to_their_ends(conversation):
    top, height = 18, 20  # the first lane
    rows = [colored(row(conversation, y)) for y in range(top + 3, top + height - 3)]
    assert rows[0]
    assert all(one == rows[0] for one in rows)


def test_the_first_label_is_above_its_tick(open_page, written):
    page = open_page(a_meeting(), **WIDE)
    (label,) = [(left, right) for text, left, right in written(page) if text == "00:00"]
    assert sum(label) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("width", [900, 1200, 1600])
def test_player_and_timeline_begin_and_end_where_the_title_and_the_text_do(open_page, width):
    page = open_page(a_meeting(), viewport={"width": width, "height": 900})
    edges = """(names) => names.map((name) => document.querySelector(name).getBoundingClientRect())
      .map((box) => [box.left, box.right])"""
    title, deck, lanes, button, text, columns = page.evaluate(
        edges, ["h1", ".player", ".lanes canvas", ".player button", ".said", ".search"]
    )
    assert {title[0], deck[0], lanes[0], button[0]} == {text[0]}
    assert {title[1], deck[1], lanes[1]} == {columns[1]}
