"""The text: turns with their times, words that play, what is spoken now, and what is missing."""

import json

import pytest
from tests.browser.shown import (
    a_meeting,
    a_transcript,
    in_pieces,
    long_recording,
    one_long_turn,
    ten_hours,
    without_text,
    without_times,
    without_words,
)
from tests.conftest import AUDIO

WIDE = {"viewport": {"width": 1200, "height": 900}}
CLOCK = ".clock"
FIND_STORE = """() => {
  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (event) {
    if (event.type === "query") window.store = this;
    return dispatch.call(this, event);
  };
}"""
"""Puts the page's store, which nobody else can reach, where a test can: it tells its listeners of the next query."""


def word(page, text, nth=0):
    return page.locator("[data-at]").get_by_text(text, exact=True).nth(nth)


def test_turns_have_their_speakers_and_their_times(open_page):
    page = open_page(a_meeting())
    heads = page.locator(".who").all_inner_texts()
    assert [head.split() for head in heads[:3]] == [
        ["Ada", "00:00", "Copy"],
        ["Grace", "00:04", "Copy"],
        ["Ada", "00:10", "Copy"],
    ]
    said = page.locator(".said").all_inner_texts()
    assert said[0] == "Good morning, everyone. Let us start with the budget for the launch."


def test_a_click_on_a_word_plays_from_there(open_page):
    page = open_page(a_meeting(), audio=AUDIO / "hello.flac")
    word(page, "morning,").click()
    page.wait_for_function("document.querySelector('audio').currentTime >= 0.4")
    page.wait_for_function("!document.querySelector('audio').paused")


def test_without_audio_a_click_on_a_word_goes_to_its_time(open_page):
    page = open_page(a_meeting())
    word(page, "worried").click()
    assert page.locator(CLOCK).inner_text().startswith("00:20")
    assert "now" in word(page, "worried").get_attribute("class")


def test_the_spoken_word_is_followed(open_page):
    page = open_page(ten_hours(), **WIDE)
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("End")
    page.locator(".w.now").wait_for()
    assert page.locator(".w.now").bounding_box()["y"] < 900
    assert page.evaluate("scrollY") > 10_000


def test_the_time_of_a_turn_plays_it(open_page):
    page = open_page(a_meeting())
    page.get_by_role("button", name="Play from Grace 20 seconds").click()
    assert page.locator(CLOCK).inner_text().startswith("00:20")


def test_words_are_stepped_through_with_the_keyboard(open_page):
    page = open_page(a_meeting())
    page.keyboard.press(".")
    page.keyboard.press(".")
    assert page.locator(".w.place").inner_text() == "everyone."
    page.keyboard.press(",")
    assert page.locator(".w.place").inner_text() == "morning,"


def test_a_turn_is_copied_with_its_time(open_page):
    page = open_page(a_meeting(), permissions=["clipboard-read", "clipboard-write"])
    page.locator(".turn").nth(6).hover()
    page.get_by_role("button", name="Copy: Grace 32 seconds").click()
    page.get_by_text("Copied, with its time.").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "[00:32] Grace: Yes, I will write to them this afternoon."


def test_a_passage_is_copied_with_its_times_and_speakers(open_page):
    page = open_page(a_meeting(), permissions=["clipboard-read", "clipboard-write"])
    select(page, word(page, "this"), word(page, "thing:"))
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "[00:34] Grace: this afternoon.\n[00:35] Alan: One more thing:"
    )


def test_a_selected_word_is_copied_as_it_is(open_page):
    page = open_page(a_meeting(), permissions=["clipboard-read", "clipboard-write"])
    select(page, word(page, "worried"), word(page, "worried"))
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "worried"


def select(page, first, last):
    page.evaluate(
        "([a, z]) => getSelection().setBaseAndExtent(a.firstChild, 0, z.firstChild, z.textContent.length)",
        [first.element_handle(), last.element_handle()],
    )


def test_turns_without_words_are_read_searched_and_gone_to(open_page):
    page = open_page(without_words())
    assert page.locator(".said").nth(1).inner_text().startswith("Thanks, Ada.")
    page.get_by_role("button", name="Play from Grace 5 seconds").click()
    assert page.locator(CLOCK).inner_text().startswith("00:05")
    assert page.locator(".w.now").count() == 0
    page.get_by_label("Search what was said").fill("search engine")
    assert page.locator("#found").inner_text() == "1 hit"


def test_turns_with_and_without_words_stand_in_their_order(open_page):
    shown = a_meeting()
    shown["turns"].insert(
        1, {"speaker": 2, "first": shown["turns"][1]["first"], "text": "Good morning to you."}
    )
    page = open_page(shown)
    said = page.locator(".said").all_inner_texts()
    assert said[1] == "Good morning to you."
    assert said[2].startswith("Thanks, Ada.")
    assert page.locator(".redacted").inner_text() == "####"


def test_words_without_times_are_read_but_not_played(open_page):
    page = open_page(without_times())
    page.get_by_text("The words have no times, so that they cannot be played.").wait_for()
    word(page, "worried").click()
    assert page.locator(".w.place").count() == 0
    assert page.get_by_role("button", name="SRT").is_disabled()
    assert page.get_by_role("button", name="Text").is_enabled()


def test_words_that_come_later_fill_their_places(open_page):
    shown, pieces = in_pieces()
    page = open_page(shown)
    assert page.locator(".said").all_inner_texts()[1:3] == [
        "Thanks, Ada. We have spent forty thousand euros, …",
        "…",
    ]
    assert page.get_by_role("button", name="Text").is_disabled()
    page.get_by_label("Search what was said").fill("weeks")
    assert page.locator("#found").inner_text() == "Nobody says this so far; the text is still coming."
    page.evaluate(FIND_STORE)
    page.get_by_label("Search what was said").fill("two weeks")
    for piece in reversed(pieces):
        page.evaluate("(piece) => store.addWords(piece)", piece)
    page.locator(".said").get_by_text("Good. Thank you all, and see you next week.").wait_for()
    assert page.get_by_role("button", name="Text").is_enabled()
    page.get_by_label("Search what was said").fill("more weeks")
    assert page.locator("#found").inner_text() == "1 hit"


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("queued", "it waits to be made"),
        ("processing", "it is being made"),
        ("deleted", "The transcript was deleted"),
    ],
)
def test_a_transcript_without_text_says_why(open_page, status, says):
    page = open_page(without_text(status))
    assert says in page.get_by_role("list", name="Notes").inner_text()
    assert page.locator(".empty").inner_text() == "There is no text."


def test_a_failed_transcript_says_why(open_page):
    page = open_page(without_text("error", "The file has no audio."))
    assert (
        "The transcription failed: The file has no audio."
        in page.get_by_role("list", name="Notes").inner_text()
    )


def test_a_page_that_waits_says_so(open_page):
    page = open_page(None)
    assert page.get_by_role("list", name="Notes").inner_text() == "Waiting for the transcript …"


def test_a_word_of_10_000_characters_wraps(open_page):
    page = open_page(
        a_transcript([(0, f"before {'a' * 10_000} after")]), viewport={"width": 360, "height": 740}
    )
    assert page.locator("[data-at='1']").text_content() == "a" * 10_000
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_ten_hours_have_elements_only_for_the_words_in_sight(open_page):
    page = open_page(ten_hours(), **WIDE)
    assert page.locator("[data-at]").count() < 3000
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    page.wait_for_function("document.elementFromPoint(400, 600).closest('.turn')?.querySelector('[data-at]')")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_function("document.querySelectorAll('[data-at]').length < 3000")


def test_the_browsers_own_search_finds_text_far_away(open_page):
    shown = long_recording(20_000)
    shown["words"]["text"][-3:] = ["a", "distant", "pineapple"]
    page = open_page(shown, **WIDE)
    assert page.locator("[data-at]").count() < 3000
    assert page.evaluate("find('distant pineapple')")
    page.wait_for_function("scrollY > 10_000")


def test_a_turn_of_90_000_words_is_cut(open_page):
    page = open_page(one_long_turn(), **WIDE)
    assert page.locator("[data-at]").count() < 3000
    assert page.locator(".turn").count() == 600
    assert page.locator(".who .name").count() == 1


def test_a_long_turn_is_cut_at_its_paragraphs(open_page):
    shown = a_transcript([(0, " ".join(f"w{place}" for place in range(200)))], paragraphs=[0, 60, 120])
    page = open_page(shown)
    assert [text.split()[0] for text in page.locator(".said").all_inner_texts()] == ["w0", "w60", "w120"]


def test_fifty_speakers_have_their_names(open_page):
    names = [f"Person {place}" for place in range(50)]
    page = open_page(a_transcript([(place, f"I am {place}") for place in range(50)], names=names))
    assert page.locator(".turn").nth(49).locator("p").first.text_content().startswith("Person 49")
    assert page.locator(".speakers > li").count() == 50


def test_text_from_right_to_left_is_set_so(open_page):
    page = open_page(a_transcript([(0, "مرحبا بكم في الاجتماع"), (1, "Hello everyone")], language="ar"))
    directions = page.evaluate(
        "[...document.querySelectorAll('.said')].map((one) => getComputedStyle(one).direction)"
    )
    assert directions == ["rtl", "ltr"]
    assert page.locator(".text").get_attribute("lang") == "ar"


def test_scripts_without_spaces_are_set_without(open_page):
    page = open_page(a_transcript([(0, "你 好 世 界 and then 再 见")]))
    assert page.locator(".said").inner_text() == "你好世界 and then 再见"


def test_transcripts_without_speakers_have_only_times(open_page):
    shown = a_transcript([(None, "Nobody knows who speaks.")], names=[])
    page = open_page(shown)
    assert page.locator(".who").inner_text().split() == ["00:00", "Copy"]
    assert page.get_by_text("Speakers", exact=True).is_hidden()


def test_without_speakers_the_digits_of_a_time_stand_above_the_text(open_page):
    page = open_page(a_transcript([(None, "Hello."), (None, "Bye.")], names=[]))
    left = """(one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return range.getBoundingClientRect().left;
    }"""
    assert abs(page.locator(".time").first.evaluate(left) - page.locator(".w").first.evaluate(left)) < 1.5


def test_what_is_known_of_a_word_is_told(open_page):
    page = open_page(a_meeting())
    word(page, "forty").hover()
    assert word(page, "forty").get_attribute("title") == "Money amount, 00:06, 97 % sure"


def test_the_page_embeds_what_it_is_given(open_page):
    page = open_page(a_meeting())
    assert json.loads(page.locator("#shown").text_content())["title"] == "Standup of the launch"
