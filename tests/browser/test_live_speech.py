"""The manual's page for live speech in a browser: what it sends, and what it shows. The service is a script."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import sync_playwright
from tests.browser import chromium as chromium_here
from tests.browser.opening import until
from tests.documents.blocks import BLOCKS

SAID = "<b>Hello</b> from the microphone."
MICROPHONE = (
    "--use-fake-device-for-media-stream",  # beeps
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        running = chromium_here.launched(playwright, chromium, *MICROPHONE)
        yield running
        running.close()


def script(sign):
    """The block of the manual that holds this sign."""
    [found] = [block.code for block in BLOCKS if block.page.name == "live.md" and sign in block.code]
    return found


class Service:
    """A session that hears ten pieces, and says what it heard."""

    def __init__(self):
        self.query, self.pieces = {}, []

    def __call__(self, socket):
        self.query = parse_qs(urlsplit(socket.url).query)
        socket.on_message(lambda message: self.hear(socket, message))

    def hear(self, socket, message):
        self.pieces.append(message)
        if len(self.pieces) == 10:
            for end in (False, True):
                turn = {"type": "Turn", "end_of_turn": end, "transcript": SAID if end else "hello"}
                socket.send(json.dumps(turn))


@pytest.fixture
def site():
    """The address of a server with the manual's page. Playwright cannot answer for the script of a worklet."""
    answers = {
        "/": ("text/html", '<!doctype html><body><script type="module" src="page.js"></script>'),
        "/page.js": ("text/javascript", script("new WebSocket(")),
        "/sender.js": ("text/javascript", script("registerProcessor(")),
        "/token": ("application/json", '{"token": "temporary"}'),
    }

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, body = answers.get(self.path, ("text/plain", ""))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        serving.join()


def test_the_manuals_page_sends_the_microphone_and_shows_finished_turns_as_text(browser, site):
    service, faults = Service(), []
    page = browser.new_context(permissions=["microphone"]).new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route_web_socket("wss://streaming.assemblyai.com/**", service)
    page.goto(site)
    until(page, "document.body.textContent.includes('microphone')")

    rate = int(service.query["sample_rate"][0])
    assert service.query["token"] == ["temporary"]
    assert {len(piece) for piece in service.pieces} == {2 * round(rate / 10)}
    assert any(any(piece) for piece in service.pieces)
    assert page.locator("body").text_content().strip() == SAID
    assert page.locator("b").count() == 0
    assert faults == []
