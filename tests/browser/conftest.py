"""A Chromium of this machine, driven as a user would, and pages that ask nobody for anything.

Playwright's synchronous calls keep an event loop of their own in the thread, in which no other may run meanwhile. So
the browser ends with each module, before the asynchronous tests of the next one, and the tests here are synchronous.
"""

import os

import pytest
from playwright.sync_api import sync_playwright
from tests.browser import chromium as chromium_here
from tests.browser.chat import HOST, Chat, ServerThread
from tests.browser.chat_service import ChatService, transcript
from tests.browser.opening import OpenPage, until
from tests.browser.player import SECONDS
from tests.browser.shown import a_meeting, a_transcript
from tests.browser.sounding import a_tone
from tests.browser.timeline import WIDE, drawn

REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
"""CI sets it: the tests here then fail where there is no Chromium."""


@pytest.fixture(scope="session", autouse=True)
def chromium():
    """Where Chromium is."""
    path = chromium_here.found()
    if path is None:
        (pytest.fail if REQUIRED else pytest.skip)(chromium_here.MISSING)
    return path


@pytest.fixture(scope="module")
def browser(chromium):
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        running = chromium_here.launched(playwright, chromium)
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


@pytest.fixture
def open_chat(open_page):
    """`open_chat(service)` gives a Chat whose MCP server asks this service."""
    running = []

    def open_one(service, **options):
        server = ServerThread(service.server).running()
        running.append(server)
        return Chat(open_page(HOST.read_bytes(), **options), server.__enter__())

    yield open_one
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture
def chat(open_chat):
    """A chat about one meeting, in which the App is open."""
    return open_chat(ChatService(transcript("t1"))).open()


@pytest.fixture
def tone(tmp_path):
    """The path of audio that is as long as the meeting."""
    return a_tone(tmp_path / "tone.wav", SECONDS)


@pytest.fixture
def player(open_page, tone):
    """The meeting with audio of its length, which has been loaded."""
    page = open_page(a_meeting(), audio=tone)
    until(page, "document.querySelector('audio').readyState >= 1")
    return page


@pytest.fixture
def conversation(open_page):
    """Ada speaks from 0 to 10 s, Grace from 20 to 30 s, Ada from 30 to 40 s."""
    words = "one two three four five six seven eight nine ten"
    shown = a_transcript([(0, words), (1, words), (0, words)], names=("Ada", "Grace"), step=1000)
    starts = [s + (10_000 if s >= 10_000 else 0) for s in shown["words"]["start"]]
    shown["words"] |= {"start": starts, "end": [s + 950 for s in starts]}
    page = open_page(shown | {"duration": 40_000}, **WIDE)
    drawn(page)
    return page
