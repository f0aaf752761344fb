"""axe-core finds nothing; targets are large enough; narrow screens, forced colours and less motion are kept to."""

import pytest
from tests.browser.hostile import HOSTILE, hostile
from tests.browser.shown import a_meeting, without_text

PHONE = {"viewport": {"width": 360, "height": 740}}
SMALL = """() => [...document.querySelectorAll('button, input, select, summary, label:has(input)')]
  .filter((one) => one.checkVisibility({ opacityProperty: true }))
  .map((one) => [one.outerHTML.slice(0, 80), one.closest('label') ?? one])
  .map(([html, one]) => [html, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24)).map(([html]) => html)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, {"viewport": {"width": 1200, "height": 900}}], ids=["phone", "wide"])
def test_a_rich_transcript_has_no_violations(open_page, violations, scheme, size):
    page = open_page(a_meeting(), color_scheme=scheme, **size)
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    for layer in page.locator(".layer input").all():
        layer.set_checked(True)
    page.get_by_label("Search what was said").fill("launch")
    page.keyboard.press("Enter")
    assert violations(page) == {}


@pytest.mark.parametrize(
    "shown",
    [None, without_text("error", "No audio."), hostile(HOSTILE[0])],
    ids=["waits", "failed", "hostile"],
)
def test_other_states_have_no_violations(open_page, violations, shown):
    assert violations(open_page(shown)) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_host_can_force_a_theme(open_page, violations, theme):
    page = open_page(a_meeting(), color_scheme="light" if theme == "dark" else "dark")
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    back = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert back == ("rgb(255, 255, 255)" if theme == "light" else "rgb(22, 24, 27)")
    assert violations(page) == {}


def test_all_targets_are_at_least_24_pixels(open_page):
    page = open_page(a_meeting())
    for layer in page.locator(".layer input").all():
        layer.set_checked(True)
    assert page.evaluate(SMALL) == []


def test_a_phone_need_not_be_scrolled_sideways(open_page):
    page = open_page(a_meeting(), **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.get_by_label("Search what was said").is_visible()
    assert page.locator("details", has_text="Speakers").get_attribute("open") is None


def test_the_text_is_skipped_to(open_page):
    page = open_page(a_meeting())
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the text"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("aria-label") == "Play from Ada 0 seconds"


def test_the_focus_is_seen_and_not_under_the_deck(open_page):
    page = open_page(a_meeting(), viewport={"width": 1200, "height": 500})
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    deck = page.locator(".deck").bounding_box()
    for _ in range(12):
        page.keyboard.press("Tab")
        box = page.locator(":focus").bounding_box()
        assert box["y"] >= deck["height"] - 1
        assert page.locator(":focus").evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"


def test_forced_colours_keep_hits_apart(open_page):
    page = open_page(a_meeting(), forced_colors="active")
    page.get_by_label("Search what was said").fill("launch")
    style = "(one) => getComputedStyle(one).backgroundColor"
    assert page.locator(".w.hit").first.evaluate(style) != page.locator(".w").first.evaluate(style)
