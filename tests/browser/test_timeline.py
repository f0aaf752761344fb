"""The timeline: who speaks when, what is marked, zoom, drag and keys, with all sizes and themes."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.opening import until
from tests.browser.shown import a_meeting, a_transcript, in_pieces, long_recording, ten_hours, without_times
from tests.browser.sounding import colored, picture, row

WIDE = {"viewport": {"width": 1000, "height": 700}}
LABELS = 140
"""Where the lanes begin, in pixels from the left of the canvas, on a page of 1,000 pixels."""


def slider(page):
    return page.get_by_role("slider", name="Time")


def lane(page, place, height=20):
    """The coloured stretches of a lane, in pixels."""
    return colored(row(page, 18 + place * height + height // 2))


def drawn(page):
    """Waits until what was asked for is on the canvas."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def seconds(page):
    return int(slider(page).get_attribute("aria-valuenow"))


def drag(page, steps):
    """Presses at the first of these places on the lanes, (x, y) as shares, and releases at the last one."""
    box = slider(page).bounding_box()
    places = [
        (box["x"] + LABELS + x * (box["width"] - LABELS - 8), box["y"] + y * box["height"]) for x, y in steps
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()
    drawn(page)


def click(page, x, y=0.4):
    drag(page, [(x, y)])


@pytest.fixture
def conversation(open_page):
    """Ada speaks from 0 to 10 s, Grace from 20 to 30 s, Ada from 30 to 40 s."""
    words = "one two three four five six seven eight nine ten"
    shown = a_transcript([(0, words), (1, words), (0, words)], names=("Ada", "Grace"), step=1000)
    starts = [s + (10_000 if s >= 10_000 else 0) for s in shown["words"]["start"]]
    shown["words"] |= {"start": starts, "end": [s + 950 for s in starts]}
    page = open_page(shown | {"duration": 40_000}, **WIDE)
    drawn(page)
    return page


def test_each_speaker_has_a_lane_in_which_silence_is_a_gap(conversation):
    ada, grace = lane(conversation, 0), lane(conversation, 1)
    assert [len(ada), len(grace)] == [2, 1]
    (first, second), (only,) = ada, grace
    width = second[1] - first[0]
    assert (first[1] - first[0]) / width == pytest.approx(1 / 4, abs=0.02)
    assert (only[0] - first[1]) / width == pytest.approx(1 / 4, abs=0.02)
    assert only[1] == pytest.approx(second[0], abs=3)


def test_a_click_goes_to_that_time_and_the_line_is_there(conversation):
    click(conversation, 0.625)
    assert seconds(conversation) == pytest.approx(25, abs=1)
    line = conversation.locator(".playhead").bounding_box()
    lanes = slider(conversation).bounding_box()
    assert line["x"] - lanes["x"] == pytest.approx(LABELS + 0.625 * (lanes["width"] - LABELS - 8), abs=6)


def test_a_screen_reader_hears_the_time_and_who_speaks(conversation):
    click(conversation, 0.625)
    expect(slider(conversation)).to_have_attribute(
        "aria-valuetext", re.compile("^2[45] seconds, Grace speaks$")
    )
    click(conversation, 0.375)
    expect(slider(conversation)).to_have_attribute("aria-valuetext", re.compile("^1[45] seconds$"))
    expect(slider(conversation)).to_have_attribute("aria-valuemax", "40")


def test_a_drag_over_the_whole_moves_the_time(conversation):
    drag(conversation, [(0.1, 0.4), (0.5, 0.4), (0.75, 0.4)])
    assert seconds(conversation) == pytest.approx(30, abs=1)


def test_zoomed_in_a_drag_moves_what_is_shown_and_not_the_time(conversation):
    slider(conversation).focus()
    for _ in range(3):
        conversation.keyboard.press("+")
    drawn(conversation)
    assert lane(conversation, 1) == []
    drag(conversation, [(0.9, 0.4), (0.1, 0.4)])
    drag(conversation, [(0.9, 0.4), (0.1, 0.4)])
    assert len(lane(conversation, 1)) == 1
    assert seconds(conversation) == 0
    expect(conversation.locator(".playhead")).to_be_hidden()


def test_the_wheel_zooms_where_the_pointer_is_and_scrolls_the_page_at_its_end(conversation):
    box = slider(conversation).bounding_box()
    conversation.mouse.move(box["x"] + LABELS + 0.6 * (box["width"] - LABELS - 8), box["y"] + 40)
    before = lane(conversation, 1)[0]
    conversation.mouse.wheel(0, -300)
    drawn(conversation)
    after = lane(conversation, 1)[0]
    assert after[1] - after[0] > 1.4 * (before[1] - before[0])
    place = LABELS + 0.6 * (box["width"] - LABELS - 8)
    assert (place - after[0]) / (after[1] - after[0]) == pytest.approx(
        (place - before[0]) / (before[1] - before[0]), abs=0.05
    )
    conversation.mouse.wheel(0, 400)
    conversation.mouse.wheel(0, 400)
    drawn(conversation)
    assert lane(conversation, 1)[0] == before
    ignored = conversation.evaluate(
        """() => !document.querySelector(".lanes").dispatchEvent(
          new WheelEvent("wheel", { deltaY: 100, cancelable: true, bubbles: true })) """
    )
    assert not ignored


def test_the_buttons_zoom_and_show_all_again(conversation):
    whole = picture(conversation)
    out, everything = (conversation.get_by_role("button", name=name) for name in ("Zoom out", "All"))
    expect(out).to_be_disabled()
    conversation.get_by_role("button", name="Zoom in").click()
    expect(out).to_be_enabled()
    drawn(conversation)
    assert picture(conversation) != whole
    expect(conversation.locator(".overview")).to_be_visible()
    everything.click()
    expect(everything).to_be_disabled()
    assert picture(conversation) == whole
    expect(conversation.locator(".overview")).to_be_hidden()


def test_the_overview_moves_what_is_shown(conversation):
    for _ in range(4):
        conversation.get_by_role("button", name="Zoom in").click()
    drawn(conversation)
    assert lane(conversation, 1) == []
    box = conversation.locator(".overview").bounding_box()
    conversation.mouse.click(box["x"] + 0.62 * box["width"], box["y"] + 8)
    drawn(conversation)
    assert len(lane(conversation, 1)) == 1


def test_two_fingers_zoom(open_page):
    page = open_page(a_meeting(), **WIDE, has_touch=True)
    drawn(page)
    page.evaluate(
        """() => {
          const lanes = document.querySelector(".lanes");
          lanes.setPointerCapture = () => {};
          const box = lanes.getBoundingClientRect();
          const touch = (type, pointerId, x) => lanes.dispatchEvent(new PointerEvent(type,
            { pointerId, pointerType: "touch", clientX: box.x + x, clientY: box.y + 40, bubbles: true }));
          touch("pointerdown", 1, 400); touch("pointerdown", 2, 500);
          touch("pointermove", 1, 300); touch("pointermove", 2, 600);
          touch("pointerup", 1, 300); touch("pointerup", 2, 600);
        }"""
    )
    expect(page.get_by_role("button", name="Zoom out")).to_be_enabled()
    assert seconds(page) == 0


def test_a_pointer_is_told_the_time_the_speaker_and_what_is_said(conversation):
    box = slider(conversation).bounding_box()
    conversation.mouse.move(box["x"] + LABELS + 0.626 * (box["width"] - LABELS - 8), box["y"] + 48)
    expect(conversation.locator(".hint")).to_have_text(re.compile(r"^00:25 · Grace: six seven"))
    conversation.mouse.move(box["x"] + LABELS + 0.376 * (box["width"] - LABELS - 8), box["y"] + 48)
    expect(conversation.locator(".hint")).to_have_text("00:15 · silence")
    conversation.mouse.move(5, 5)
    expect(conversation.locator(".hint")).to_be_hidden()


def test_chapters_are_buttons_that_go_there_with_keys_too(open_page):
    page = open_page(a_meeting(), **WIDE)
    first, second = (
        page.locator(".segments button", has_text=name)
        for name in ("Budget and receipts", "The launch date moves")
    )
    second.click()
    start = a_meeting()["chapters"][1]["start"] // 1000
    assert seconds(page) == start
    expect(second).to_have_attribute("aria-current", "true")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    assert seconds(page) == start
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert seconds(page) == 0


def test_quotes_and_other_findings_are_marks_and_a_click_goes_to_them(open_page):
    quoted = a_meeting()["answers"][0]["quotes"][0]
    page = open_page(a_meeting(), **WIDE)
    drawn(page)
    share = quoted["start"] / a_meeting()["duration"]
    box = slider(page).bounding_box()
    marks = (18 + 3 * 20 + 2 + 5) / box["height"]
    click(page, share + 0.004, marks)
    assert page.locator(".clock").inner_text().startswith("00:26")
    page.mouse.move(box["x"] + LABELS + share * (box["width"] - LABELS - 8), box["y"] + marks * box["height"])
    expect(page.locator(".hint")).to_have_text(re.compile(f"quote: {quoted['text']}"))


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


def test_a_search_marks_its_hits_which_a_click_goes_to(open_page):
    page = open_page(a_meeting(), **WIDE)
    drawn(page)
    before = picture(page)
    page.get_by_role("searchbox").fill("press")
    start = next(
        s
        for s, text in zip(*(a_meeting()["words"][name] for name in ("start", "text")), strict=True)
        if text == "press?"
    )
    expect(page.locator("main")).to_contain_text("press")
    page.keyboard.press("Enter")
    drawn(page)
    assert picture(page) != before
    box = slider(page).bounding_box()
    click(page, start / a_meeting()["duration"], (18 + 3 * 20 + 7) / box["height"])
    expect(page.locator(".clock")).to_have_text(re.compile(f"^00:{start // 1000:02}"))


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
