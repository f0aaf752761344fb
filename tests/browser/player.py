"""The player as a user works it and reads it."""

from tests.browser.opening import until

SECONDS = 46
"""How long the meeting lasts, in whole seconds."""


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
