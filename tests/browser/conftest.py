"""A Chromium of this machine, driven as a user would, and pages that ask nobody for anything.

Playwright's synchronous calls keep an event loop of their own in the thread, in which no other may run meanwhile. So
the browser ends with each module, before the asynchronous tests of the next one, and the tests here are synchronous.
"""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright
from tests.browser.opening import OpenPage

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
"""CI sets it: the tests here then fail where there is no Chromium."""
MISSING = (
    "the tests in a browser need Chromium, which is not here. Debian: apt-get install chromium; "
    "Fedora: dnf install chromium; macOS: brew install --cask google-chrome"
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@pytest.fixture(scope="session", autouse=True)
def chromium():
    """Where Chromium is."""
    found = next(filter(None, map(shutil.which, (*NAMES, MAC))), None)
    if found is None:
        (pytest.fail if REQUIRED else pytest.skip)(MISSING)
    return found


@pytest.fixture(scope="module")
def browser(chromium):
    """Chromium, without a window. Root cannot have its sandbox."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture
def open_page(browser):
    """`open_page(shown or URL)` gives Playwright's page. Its faults, and requests to elsewhere, fail the test."""
    opening = OpenPage(browser)
    yield opening
    opening.close()
    assert opening.faults == []


@pytest.fixture
def violations():
    """`violations(page)` is what axe-core finds wrong: each rule, with the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - reads half a megabyte

    def find(page):
        found = Axe().run(page).response["violations"]
        return {rule["id"]: [node["html"] for node in rule["nodes"]] for rule in found}

    return find
