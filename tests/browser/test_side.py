"""What stands beside the text: layers, chapters, speakers, answers."""

import pytest
from tests.browser.shown import a_meeting, a_transcript

STYLE = "(element, [name, part]) => getComputedStyle(element, part)[name]"


def word(page, text, nth=0):
    return page.locator("[data-at]").get_by_text(text, exact=True).nth(nth)


def test_a_layer_is_switched_on_and_off(open_page):
    page = open_page(a_meeting())
    assert word(page, "forty").evaluate(STYLE, ["content", "::before"]) == "none"
    page.get_by_label("Entities").check()
    assert word(page, "forty").evaluate(STYLE, ["content", "::before"]) == '"Money amount "'
    page.get_by_label("Entities").uncheck()
    assert word(page, "forty").evaluate(STYLE, ["content", "::before"]) == "none"


@pytest.mark.parametrize(
    ("layer", "text", "name"),
    [
        ("Highlights", "launch", "fontWeight"),
        ("Redactions", "####", "borderTopStyle"),
        ("Sentiment", "worried", "textDecorationLine"),
        ("Confidence", "Good", "textDecorationStyle"),
    ],
)
def test_a_layer_changes_how_its_words_look(open_page, layer, text, name):
    page = open_page(a_meeting())
    at = (
        page.locator("[data-at]").get_by_text(text, exact=True)
        if text != "Good"
        else page.locator(".very-unsure")
    )
    box = page.get_by_label(layer)
    box.set_checked(False)
    without = at.first.evaluate(STYLE, [name, None])
    box.set_checked(True)
    assert at.first.evaluate(STYLE, [name, None]) != without


def test_layers_say_what_they_have(open_page):
    page = open_page(a_meeting())
    page.get_by_label("Topics").check()
    page.get_by_label("Highlights").check()
    says = page.locator(".layers").inner_text()
    assert "Business > Business Expenses 93 %" in says
    page.get_by_role("button", name="Go to search engine at 00:37").click()
    assert page.locator(".clock").inner_text().startswith("00:37")


def test_only_layers_with_something_in_them_are_offered(open_page):
    page = open_page(a_transcript([(0, "Hello.")]))
    assert page.locator(".layer").all_inner_texts() == ["Confidence"]


def test_a_chapter_is_gone_to(open_page):
    page = open_page(a_meeting())
    row = page.locator(".rows").get_by_role("button", name="The launch date moves")
    row.click()
    assert page.locator(".clock").inner_text().startswith("00:20")
    assert row.get_attribute("aria-current") == "true"


def test_the_summary_stands_above_the_text(open_page):
    assert open_page(a_meeting()).get_by_role("region", name="Summary").is_visible()
    assert open_page(a_transcript([(0, "Hello.")])).locator(".summary").is_hidden()


def rename(page, before, after, key="Enter"):
    page.get_by_role("button", name=f"Rename {before}").click()
    page.get_by_label(f"New name of {before}").fill(after)
    page.keyboard.press(key)


def test_a_speaker_is_renamed_everywhere(open_page):
    page = open_page(a_meeting())
    rename(page, "Grace", "Admiral Hopper")
    assert page.locator(".who .name").nth(1).inner_text() == "Admiral Hopper"
    assert page.get_by_role("button", name="Rename Admiral Hopper").evaluate(
        "(one) => one === document.activeElement"
    )
    page.get_by_label("Search what was said").fill("worried")
    assert page.get_by_role("list", name="Hits").inner_text().startswith("Admiral Hopper")


def test_a_name_is_kept_for_the_next_time(open_page):
    page = open_page(a_meeting())
    rename(page, "Grace", "Admiral Hopper")
    page.reload()
    page.locator(".who .name").get_by_text("Admiral Hopper").first.wait_for()
    rename(page, "Admiral Hopper", "")
    assert page.locator(".who .name").nth(1).inner_text() == "Grace"


def test_escape_keeps_the_name(open_page):
    page = open_page(a_meeting())
    rename(page, "Grace", "Nobody", key="Escape")
    assert page.locator(".who .name").nth(1).inner_text() == "Grace"


def test_a_browser_that_keeps_nothing_still_renames(open_page):
    page = open_page(a_meeting())
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'SecurityError'); }; }"
    )
    rename(page, "Grace", "Admiral Hopper")
    assert page.locator(".who .name").nth(1).inner_text() == "Admiral Hopper"


def test_a_quote_is_gone_to_and_marked(open_page):
    page = open_page(a_meeting())
    page.get_by_role("button", name="we move the launch to the fifteenth of March").click()
    assert (
        " ".join(page.locator(".w.quoted").all_inner_texts())
        == "we move the launch to the fifteenth of March."
    )
    assert page.locator(".clock").inner_text().startswith("00:26")


def test_a_quote_is_as_wide_as_its_column(open_page):
    page = open_page(a_meeting())
    column, quote = page.locator(".answer").bounding_box(), page.locator("button.quote").bounding_box()
    assert (quote["x"], quote["width"]) == (column["x"], column["width"])


def test_a_quote_without_a_time_is_found_by_its_words(open_page):
    quote = {"text": "Thank you all", "speaker": None, "start": None, "end": None, "verified": True}
    answer = {"question": "Who is thanked?", "answer": "All.", "quotes": [quote]}
    page = open_page(a_meeting(answers=[answer]))
    page.get_by_role("button", name="Thank you all").click()
    assert page.locator(".w.quoted").all_inner_texts() == ["Thank", "you", "all,"]


def test_an_unverified_quote_says_so_and_leads_nowhere(open_page):
    page = open_page(a_meeting())
    quote = page.locator(".unverified")
    assert quote.inner_text().split("\n")[0] == "Not found in the transcript"
    assert quote.get_by_role("button").count() == 0
