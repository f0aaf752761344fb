"""The player plays, pauses and seeks, and the timeline shows the same time."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.player import at, away, button, clock, plays
from tests.browser.shown import a_meeting, a_transcript


def test_it_plays_and_pauses(player):
    expect(clock(player)).to_have_text("00:00 / 00:46")
    button(player, "Play").click()
    plays(player, 0.2)
    button(player, "Pause").click()
    expect(button(player, "Play")).to_be_visible()
    assert player.evaluate("document.querySelector('audio').paused")


def test_the_time_follows_the_audio(player):
    button(player, "Play").click()
    expect(clock(player)).to_have_text("00:01 / 00:46")
    expect(player.get_by_role("slider", name="Time")).to_have_attribute("aria-valuenow", "1")


def test_the_buttons_go_ten_seconds_on_and_back(player):
    button(player, "+10 s").click()
    button(player, "+10 s").click()
    button(player, "−10 s").click()
    expect(clock(player)).to_have_text("00:10 / 00:46")
    assert at(player) == pytest.approx(10)


def test_following_is_switched(player):
    follow = button(player, "Follow")
    expect(follow).to_have_attribute("aria-pressed", "true")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "false")


def test_the_timeline_moves_the_audio(player):
    player.locator(".segments button", has_text="The launch date moves").click()
    assert at(player) == pytest.approx(a_meeting()["chapters"][1]["start"] / 1000)


def test_a_click_on_a_word_plays_from_there_with_its_speaker_on_the_timeline(player):
    player.locator("main [data-at]", has_text="worried").click()
    start = a_meeting()["words"]["start"][a_meeting()["words"]["text"].index("worried")] / 1000
    plays(player, start)
    assert at(player) < start + 5
    expect(player.get_by_role("slider", name="Time")).to_have_attribute(
        "aria-valuetext", re.compile("Grace speaks")
    )


def test_a_zoomed_timeline_turns_its_page_with_what_is_played(player):
    for _ in range(5):
        player.get_by_role("button", name="Zoom in", exact=True).click()
    line = player.locator(".playhead")
    away(player)
    player.keyboard.press("Shift+ArrowRight")
    expect(line).to_be_visible()
    player.get_by_role("combobox", name="Speed").select_option("3×")
    button(player, "Play").click()
    plays(player, 33)
    before = line.bounding_box()["x"]
    plays(player, 35.5)
    expect(line).to_be_visible()
    assert line.bounding_box()["x"] < before


def test_the_system_shows_the_title(player):
    assert player.evaluate("navigator.mediaSession.metadata.title") == a_meeting()["title"]


def test_a_transcript_without_anything_can_be_opened(open_page):
    page = open_page(a_transcript([], names=[], duration=None))
    away(page)
    for key in ("ArrowDown", "ArrowUp", "End", "n", " "):
        page.keyboard.press(key)
    expect(clock(page)).to_have_text("00:00 / 00:00")
