"""The player: the audio, its keys, its speed, and audio that is not there or not what it should be."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.opening import until
from tests.browser.shown import a_meeting, a_transcript
from tests.browser.sounding import a_tone

from assemblyai_viewer import page as html_of

SECONDS = 46
MEETING = a_meeting()["duration"]


@pytest.fixture
def tone(tmp_path):
    return a_tone(tmp_path / "tone.wav", SECONDS)


@pytest.fixture
def player(open_page, tone):
    """The meeting with audio of its length, which has been loaded."""
    page = open_page(a_meeting(), audio=tone)
    until(page, "document.querySelector('audio').readyState >= 1")
    return page


def button(page, name):
    return page.get_by_role("group", name="Player").get_by_role("button", name=name, exact=True)


def at(page):
    """The audio's time in seconds."""
    return page.evaluate("document.querySelector('audio').currentTime")


def plays(page, beyond=0.0):
    """Waits until the audio has gone on beyond a time, in seconds."""
    until(page, f"document.querySelector('audio').currentTime > {beyond}")


def clock(page):
    return page.locator(".clock")


def notes(page):
    return page.get_by_role("list", name="Notes")


def away(page):
    """The focus goes to nothing in particular."""
    page.evaluate("document.activeElement.blur()")


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


def test_space_and_arrow_keys_are_those_of_any_player(player):
    away(player)
    player.keyboard.press("ArrowRight")
    player.keyboard.press("Shift+ArrowRight")
    assert at(player) == pytest.approx(35)
    player.keyboard.press("ArrowLeft")
    assert at(player) == pytest.approx(30)
    player.keyboard.press("Home")
    assert at(player) == 0
    player.keyboard.press(" ")
    plays(player)
    player.keyboard.press(" ")
    expect(button(player, "Play")).to_be_visible()


def test_the_end_key_goes_to_the_end_and_play_begins_again(player):
    away(player)
    player.keyboard.press("End")
    expect(clock(player)).to_have_text("00:46 / 00:46")
    player.keyboard.press(" ")
    until(
        player, "document.querySelector('audio').currentTime < 10 && !document.querySelector('audio').paused"
    )


def test_up_and_down_go_from_turn_to_turn(player):
    turns = [a_meeting()["words"]["start"][turn["first"]] / 1000 for turn in a_meeting()["turns"]]
    away(player)
    player.keyboard.press("ArrowDown")
    player.keyboard.press("ArrowDown")
    assert at(player) == pytest.approx(turns[2])
    player.keyboard.press("ArrowUp")
    assert at(player) == pytest.approx(turns[1])
    player.keyboard.press("ArrowRight")
    player.keyboard.press("ArrowUp")
    assert at(player) == pytest.approx(turns[1])


def test_the_speed_changes_with_the_list_and_with_keys_and_the_pitch_stays(player):
    player.get_by_role("combobox", name="Speed").select_option("2×")
    rate = "document.querySelector('audio').playbackRate"
    assert player.evaluate(rate) == 2
    away(player)
    player.keyboard.press(">")
    player.keyboard.press(">")
    player.keyboard.press(">")
    assert player.evaluate(rate) == 3
    for _ in range(9):
        player.keyboard.press("<")
    assert player.evaluate(rate) == 0.5
    expect(player.get_by_role("combobox", name="Speed")).to_have_value("0.5")
    assert player.evaluate("document.querySelector('audio').preservesPitch")


def test_following_is_switched(player):
    follow = button(player, "Follow")
    expect(follow).to_have_attribute("aria-pressed", "true")
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "false")


def test_keys_do_nothing_while_something_is_written(player):
    player.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    player.locator("textarea").click()
    player.keyboard.type("a b > n ?")
    player.keyboard.press("ArrowRight")
    player.keyboard.press("End")
    assert at(player) == 0
    expect(player.locator("textarea")).to_have_value("a b > n ?")
    expect(player.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_list_of_keys_opens_and_closes_with_a_key_and_a_button(player):
    keys = player.get_by_role("dialog", name="Keys")
    away(player)
    player.keyboard.press("?")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("previous or next turn")
    player.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    button(player, "Keys").click()
    expect(keys).to_be_visible()
    expect(keys.get_by_role("heading", name="Keys")).to_be_visible()
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()


def test_escape_closes_the_list_of_keys_and_keeps_the_search(player):
    player.get_by_role("searchbox").fill("launch")
    player.get_by_role("searchbox").press("Escape")
    player.keyboard.press("?")
    player.keyboard.press("Escape")
    expect(player.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(player.locator("#found")).to_have_text("3 hits")


def test_letters_and_signs_can_be_turned_off_as_keys(player):
    button(player, "Keys").click()
    player.get_by_role("checkbox", name="letters and signs").uncheck()
    player.keyboard.press("Escape")
    away(player)
    player.keyboard.press("?")
    player.keyboard.press(">")
    expect(player.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert player.evaluate("document.querySelector('audio').playbackRate") == 1
    player.keyboard.press("ArrowRight")
    assert at(player) == pytest.approx(5)


def test_keyboard_only_reaches_every_control(player):
    away(player)
    player.evaluate("document.querySelector('.skip').focus()")
    reached = []
    for _ in range(14):
        player.keyboard.press("Tab")
        reached.append(
            player.evaluate(
                "document.activeElement.title || document.activeElement.getAttribute('aria-label')"
            )
        )
    assert {
        "10 seconds back",
        "Play (space)",
        "10 seconds on",
        "Speed (< and >)",
        "Keys",
        "Time",
        "Zoom in",
    } <= set(reached)
    player.get_by_role("slider", name="Time").focus()
    player.keyboard.press("ArrowRight")
    expect(player.get_by_role("slider", name="Time")).to_have_attribute(
        "aria-valuetext", "5 seconds, Grace speaks"
    )


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


def test_the_system_shows_the_title(player):
    assert player.evaluate("navigator.mediaSession.metadata.title") == a_meeting()["title"]


def test_a_transcript_without_anything_can_be_opened(open_page):
    page = open_page(a_transcript([], names=[], duration=None))
    away(page)
    for key in ("ArrowDown", "ArrowUp", "End", "n", " "):
        page.keyboard.press(key)
    expect(clock(page)).to_have_text("00:00 / 00:00")


def test_the_keys_of_search_go_from_hit_to_hit(player):
    away(player)
    player.keyboard.press("/")
    player.keyboard.type("launch")
    expect(player.locator("#found")).to_have_text("3 hits")
    away(player)
    player.keyboard.press("n")
    player.keyboard.press("n")
    expect(player.locator("#found")).to_have_text("2 of 3")
    player.keyboard.press("N")
    expect(player.locator("#found")).to_have_text("1 of 3")
    player.keyboard.press(".")
    expect(player.locator("#found")).to_have_text("1 of 3")


def test_by_keyboard_alone_a_word_is_found_and_heard(player):
    away(player)
    player.keyboard.press("/")
    player.keyboard.type("the launch")
    player.keyboard.press("Enter")
    player.keyboard.press("Enter")
    expect(player.locator("#found")).to_have_text("2 of 3")
    start = at(player)
    player.keyboard.press(" ")
    plays(player, start + 0.1)
    player.keyboard.press(" ")
    expect(button(player, "Play")).to_be_visible()
    expect(player.get_by_role("searchbox")).to_have_value("the launch")
    player.keyboard.press("Escape")
    player.keyboard.press("n")
    expect(player.locator("#found")).to_have_text("3 of 3")
    player.keyboard.press(" ")
    expect(button(player, "Pause")).to_be_visible()
    player.keyboard.press("Escape")
    expect(player.get_by_role("searchbox")).to_have_value("")


def test_a_search_that_was_sent_off_can_be_written_on(player):
    player.get_by_role("searchbox").click()
    player.keyboard.type("launch")
    player.keyboard.press("Enter")
    player.keyboard.press("End")
    player.keyboard.type(" to")
    expect(player.get_by_role("searchbox")).to_have_value("launch to")
    assert player.evaluate("document.querySelector('audio').paused")


@pytest.mark.parametrize("place", [".found button", ".answers .row", ".who .time", ".segments button"])
def test_enter_presses_what_goes_to_a_place_and_space_plays_there(player, place):
    player.get_by_role("searchbox").fill("launch")
    going = player.locator(place).nth(0 if place == ".answers .row" else 1)
    going.focus()
    player.keyboard.press("Enter")
    if place == ".who .time":  # it plays at once
        expect(button(player, "Pause")).to_be_visible()
        player.keyboard.press(" ")
    expect(button(player, "Play")).to_be_visible()
    start = at(player)
    assert start > 4
    player.keyboard.press(" ")
    plays(player, start + 0.1)
    player.keyboard.press(" ")
    expect(button(player, "Play")).to_be_visible()
    assert at(player) > start


def test_without_audio_the_space_bar_presses_what_goes_to_a_place(open_page):
    page = open_page(a_meeting())
    page.locator(".answers .row").first.press(" ")
    expect(clock(page)).to_contain_text("00:26")
