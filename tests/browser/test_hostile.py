"""Nothing that a transcript says runs, becomes an element, or asks another place for anything."""

import pytest
from tests.browser.hostile import HOSTILE, hostile

OWN = (
    "html head meta title style body noscript script a header h1 h2 h3 dl dt dd div ul ol li section aside main search "
    "label input p button details summary article q span strong b time mark audio select option canvas kbd wbr"
)
"""The elements that the page makes itself."""


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_said_is_only_text(open_page, text):
    page = open_page(hostile(text))
    for layer in page.locator(".layer input").all():
        layer.set_checked(True)
    page.get_by_label("Search what was said").fill(text.split()[0] if text.split() else text)
    page.keyboard.press("Enter")
    page.locator(".quote").first.click()
    tags = page.evaluate("[...new Set([...document.querySelectorAll('*')].map((one) => one.localName))]")
    assert set(tags) <= set(OWN.split())
    handlers = (
        "[...document.querySelectorAll('*')].flatMap((one) => [...one.attributes]).map((one) => one.name)"
    )
    assert not [name for name in page.evaluate(handlers) if name.startswith("on") or name == "srcdoc"]
    assert page.evaluate("[...document.links].map((one) => one.getAttribute('href'))") == ["#text"]


def test_what_is_said_is_shown_as_it_is(open_page):
    page = open_page(hostile("<b>bold</b> &amp;"))
    assert page.locator(".said").inner_text() == "<b>bold</b> &amp;"
    assert page.locator("h1").inner_text() == "<b>bold</b> &amp;"


def test_marks_that_turn_the_direction_stay_within_their_turn(open_page):
    shown = hostile("\u202eabc")
    page = open_page(shown)
    bidi = "getComputedStyle(document.querySelector('.said')).unicodeBidi"
    assert page.evaluate(bidi) in {"isolate", "plaintext"}
