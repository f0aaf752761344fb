"""The timeline as a user points at it and sees it."""

from tests.browser.sounding import colored, row

WIDE = {"viewport": {"width": 1000, "height": 700}}
"""Options of a page on which labels and lanes have room."""
LABELS = 140
"""Where the lanes begin, in pixels from the left of the canvas, on a page of 1,000 pixels."""


def slider(page):
    return page.get_by_role("slider", name="Time")


def lane(page, place, height=20):
    """The coloured stretches of a lane, in pixels."""
    return colored(row(page, 18 + place * height + height // 2))


def drawn(page):
    """Waits until what was asked for is on the canvas."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def seconds(page):
    return int(slider(page).get_attribute("aria-valuenow"))


def drag(page, steps):
    """Presses at the first of these places on the lanes, (x, y) as shares, and releases at the last one."""
    box = slider(page).bounding_box()
    places = [
        (box["x"] + LABELS + x * (box["width"] - LABELS - 8), box["y"] + y * box["height"]) for x, y in steps
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()
    drawn(page)


def click(page, x, y=0.4):
    drag(page, [(x, y)])
