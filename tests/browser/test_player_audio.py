"""Audio that is not there, or not what it should be: the player says so, and all else works."""

import pytest
from playwright.sync_api import expect
from tests.browser.opening import until
from tests.browser.player import SECONDS, away, button, clock, notes, plays
from tests.browser.shown import a_meeting
from tests.browser.sounding import a_tone

from assemblyai_viewer import page as html_of


def test_without_audio_the_reason_is_said_and_all_else_works(open_page):
    page = open_page(a_meeting())
    expect(button(page, "Play")).to_be_disabled()
    expect(page.locator(".reason")).to_have_text("The audio is not in this file.")
    away(page)
    page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    expect(clock(page)).to_have_text("00:05 / 00:46")
    expect(page.get_by_role("slider", name="Time")).to_have_attribute(
        "aria-valuetext", "5 seconds, Grace speaks"
    )


def test_without_audio_the_recording_can_be_chosen(open_page, tone):
    page = open_page(a_meeting())
    away(page)
    page.keyboard.press("ArrowRight")
    page.locator("input[type=file]").set_input_files(tone)
    button(page, "Play").click()
    plays(page, 5.1)
    expect(page.locator(".reason")).to_be_hidden()


@pytest.mark.parametrize("seconds", [12, 90])
def test_audio_of_another_length_is_noted_with_both_lengths(open_page, tmp_path, seconds):
    page = open_page(a_meeting(), audio=a_tone(tmp_path / "other.wav", seconds))
    length = {12: "00:12", 90: "01:30"}[seconds]
    expect(notes(page)).to_contain_text(
        f"The audio lasts {length}, but the transcript is of a recording of 00:46"
    )
    expect(clock(page)).to_have_text(f"00:00 / {max('00:46', length)}")


def test_beyond_the_end_of_audio_that_is_too_short_the_time_moves_nevertheless(open_page, tmp_path):
    page = open_page(a_meeting(), audio=a_tone(tmp_path / "short.wav", 12))
    expect(notes(page)).to_contain_text("The audio lasts")
    away(page)
    page.keyboard.press("Shift+ArrowRight")
    expect(clock(page)).to_have_text("00:30 / 00:46")
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    plays(page)
    expect(clock(page)).to_have_text("00:01 / 00:46")


def test_audio_of_nearly_the_same_length_needs_no_note(open_page, tmp_path):
    page = open_page(a_meeting(notes=[]), audio=a_tone(tmp_path / "near.wav", SECONDS + 1))
    expect(clock(page)).to_have_text("00:00 / 00:47")
    expect(notes(page)).to_be_hidden()


def test_an_expired_address_is_said_with_what_to_do(open_page, tone):
    page = open_page(a_meeting(), audio=tone, expected=["404"])
    page.context.route("**/audio.wav", lambda route: route.fulfill(status=404, body="Expired"))
    page.reload()
    expect(page.locator(".reason")).to_contain_text("its address has expired")
    expect(page.locator(".chooser")).to_have_text("Choose the recording … ")
    assert page.get_by_text("cannot be played").count() == 1
    expect(button(page, "Play")).to_be_disabled()
    away(page)
    page.keyboard.press("ArrowRight")
    expect(clock(page)).to_have_text("00:05 / 00:46")
    page.locator("input[type=file]").set_input_files(tone)
    button(page, "Play").click()
    plays(page, 5.1)


def test_what_is_no_audio_is_said(open_page, tmp_path):
    path = tmp_path / "text.mp3"
    path.write_text("This is no audio. " * 100)
    page = open_page(a_meeting(), audio=path)
    expect(page.locator(".reason")).to_contain_text("of a kind that this browser does not know")
    assert page.get_by_text("of a kind").count() == 1


def test_a_recording_that_is_not_beside_the_page_is_named(open_page, tmp_path, tone):
    audio = {"src": "my%20call%20100%25.mp3", "note": None}
    path = tmp_path / "page.html"
    path.write_text(html_of(a_meeting(audio=audio), media="'self' file:"), encoding="utf-8")
    page = open_page(path.as_uri(), expected=["ERR_FILE_NOT_FOUND"])
    expect(page.locator(".reason")).to_contain_text("my call 100%.mp3 is not beside this page")
    assert page.get_by_text("is not beside").count() == 1
    page.locator("input[type=file]").set_input_files(tmp_path / "page.html")
    expect(page.locator(".reason")).to_have_text(
        "The audio cannot be played: it is of a kind that this browser does not know."
    )
    page.locator("input[type=file]").set_input_files(tone)
    expect(button(page, "Play")).to_be_enabled()
    expect(page.locator(".chooser")).to_be_hidden()


def test_a_connection_that_breaks_is_said_and_play_tries_it_again(player):
    away(player)
    player.keyboard.press("ArrowRight")
    player.evaluate(
        """() => {
          const audio = document.querySelector("audio");
          Object.defineProperty(audio, "error", { value: { code: 2 }, configurable: true });
          audio.dispatchEvent(new Event("error"));
          audio.addEventListener("emptied", () => delete audio.error);
        }"""
    )
    expect(player.locator(".reason")).to_contain_text("The audio broke off")
    expect(player.locator(".chooser")).to_be_visible()
    button(player, "Play").click()
    plays(player, 5.1)
    expect(player.locator(".reason")).to_be_hidden()


def test_a_play_that_the_browser_refuses_is_no_fault_and_says_what_to_do(player):
    player.evaluate(
        "() => { HTMLMediaElement.prototype.play = async () => { throw new DOMException('no', 'NotAllowedError'); } }"
    )
    button(player, "Play").click()
    expect(notes(player)).to_contain_text("Press play once more")
    expect(button(player, "Play")).to_be_enabled()


def test_a_stream_without_an_end_has_the_transcripts_length(open_page, tone):
    page = open_page(a_meeting(duration=None), audio=tone)
    until(page, "document.querySelector('audio').readyState >= 1")
    page.evaluate(
        """() => {
          const audio = document.querySelector("audio");
          Object.defineProperty(audio, "duration", { get: () => Infinity });
          audio.dispatchEvent(new Event("durationchange"));
        }"""
    )
    away(page)
    page.keyboard.press("End")
    expect(clock(page)).to_have_text("00:46 / 00:46")
