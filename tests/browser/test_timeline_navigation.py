"""Clicks, drags, the wheel, fingers and keys on the timeline: where they go, and what they zoom."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.shown import a_meeting
from tests.browser.sounding import picture
from tests.browser.timeline import LABELS, WIDE, click, drag, drawn, lane, seconds, slider


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
