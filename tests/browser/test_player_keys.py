"""The keys of the player, and of what is found: each does what it does in any player, and none while one writes."""

import pytest
from playwright.sync_api import expect
from tests.browser.opening import until
from tests.browser.player import at, away, button, clock, plays
from tests.browser.shown import a_meeting


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
