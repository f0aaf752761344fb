"""Search: as one types, in text, list and timeline, with the hits that the tools' search_words finds."""

from tests.browser.opening import until
from tests.browser.shown import a_meeting, a_transcript, ten_hours
from tests.browser.sounding import a_tone


def search(page, text):
    page.get_by_label("Search what was said").fill(text)
    return page.locator("#found").inner_text()


def marked(page):
    return page.locator(".w.hit").all_inner_texts()


def test_hits_are_marked_listed_and_counted_as_one_types(open_page):
    page = open_page(a_meeting())
    assert search(page, "launch") == "3 hits"
    assert marked(page) == ["launch.", "launch", "launch"]
    rows = page.get_by_role("list", name="Hits").get_by_role("button").all_inner_texts()
    assert rows[1].split("\n") == [
        "Grace 00:22",
        "I am worried about the launch date, to be honest. We'll need …",
    ]


def test_who_said_a_word_is_found_and_heard_in_three_clicks(open_page, tmp_path):
    meeting = a_meeting()
    page = open_page(meeting, audio=a_tone(tmp_path / "tone.wav", 46))
    clicks = "document.documentElement.dataset.clicks"
    page.evaluate(
        f"() => {{ {clicks} = 0; addEventListener('click', () => {{ {clicks} = Number({clicks}) + 1; }}, true); }}"
    )
    page.get_by_label("Search what was said").click()
    page.keyboard.type("worried")
    row = page.get_by_role("list", name="Hits").get_by_role("button")
    assert "Grace" in row.inner_text()
    row.click()
    page.locator(".w.here").click()
    start = meeting["words"]["start"][meeting["words"]["text"].index("worried")] / 1000
    page.evaluate("""() => {
      const audio = document.querySelector("audio");
      audio.addEventListener("timeupdate", () => { audio.dataset.heard ??= audio.currentTime; });
    }""")
    until(page, "document.querySelector('audio').dataset.heard && !document.querySelector('audio').paused")
    heard = float(page.locator("audio").get_attribute("data-heard"))
    assert start <= heard < start + 5
    assert page.evaluate(clicks) == "3"


def test_enter_and_the_buttons_go_to_the_next_and_the_previous_hit(open_page):
    page = open_page(a_meeting())
    search(page, "launch")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("#found").inner_text() == "2 of 3"
    assert page.locator(".w.here").inner_text() == "launch"
    page.get_by_role("button", name="Previous hit").click()
    page.get_by_role("button", name="Previous hit").click()
    assert page.locator("#found").inner_text() == "3 of 3"
    page.get_by_label("Search what was said").press("Shift+Enter")
    assert page.locator("#found").inner_text() == "2 of 3"


def test_accents_apostrophes_and_case_count_as_in_search_words(open_page):
    page = open_page(a_meeting())
    assert search(page, "ZOE\u0308\u2019S CAFÉ") == "1 hit"
    assert marked(page) == ["Zoë's", "café"]
    assert search(page, "resume") == "1 hit"
    assert search(page, "we\u2019ll") == "1 hit"


def test_a_phrase_is_words_in_a_row(open_page):
    page = open_page(a_meeting())
    assert search(page, "the launch to the") == "1 hit"
    assert search(page, "launch the") == "Nobody says this."


def test_a_phrase_goes_on_in_the_next_turn_if_its_words_follow_each_other(open_page):
    shown = a_transcript([(0, "to be"), (1, "or not")])
    assert search(open_page(shown), "be or") == "1 hit"
    shown["words"]["start"] = [0, 400, 100, 500]
    assert search(open_page(shown), "be or") == "Nobody says this."


def test_words_that_begin_like_the_last_one_are_found_while_it_is_typed(open_page):
    page = open_page(a_meeting())
    assert search(page, "receip") == "1 word that begins like this"
    assert marked(page) == ["receipts?"]


def test_a_part_of_a_word_is_no_hit(open_page):
    page = open_page(a_transcript([(0, "The well-known launch was relaunched.")]))
    assert search(page, "known") == "Nobody says this."
    assert search(page, "well known") == "1 hit"


def test_escape_and_an_empty_search_take_the_marks_away(open_page):
    page = open_page(a_meeting())
    search(page, "launch")
    page.keyboard.press("Escape")
    assert page.locator("#found").inner_text() == "3 hits"
    page.keyboard.press("Escape")
    assert page.locator("#found").inner_text() == ""
    search(page, "launch")
    search(page, "")
    assert page.locator("#found").inner_text() == ""
    assert marked(page) == []


def test_a_hit_far_away_is_scrolled_to(open_page):
    page = open_page(ten_hours(), viewport={"width": 1200, "height": 900})
    assert search(page, "budget").endswith("hits")
    page.keyboard.press("Shift+Enter")
    page.locator(".w.here").wait_for()
    page.wait_for_function(
        "(({ top, bottom }) => top > 0 && bottom < 900)(document.querySelector('.w.here').getBoundingClientRect())"
    )
    assert page.get_by_role("list", name="Hits").get_by_role("button").count() <= 50


def test_the_keyboard_alone_finds_a_word_and_goes_there(open_page):
    page = open_page(a_meeting())
    page.keyboard.press("/")
    page.keyboard.type("press")
    page.keyboard.press("Enter")
    assert page.locator(".clock").inner_text().startswith("00:32")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "press" in page.locator(":focus").inner_text()


def test_unspaced_scripts_are_searched_by_their_characters(open_page):
    page = open_page(a_transcript([(0, "我们 今天 讨论 预算")]))
    assert search(page, "天讨") == "1 hit"
    assert marked(page) == ["今天", "讨论"]
