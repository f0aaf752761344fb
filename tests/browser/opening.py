"""Opens pages in a browser: from memory, under an origin that is nowhere, or by their address. Notes their faults."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from assemblyai_viewer import page

ORIGIN = "https://viewer.example"
"""Where pages from memory seem to come from."""
INSIDE = ("data:", "blob:", "about:")
TYPES = {".ogg": "audio/ogg", ".mp3": "audio/mpeg", ".wav": "audio/wav", ".flac": "audio/flac"}


class OpenPage:
    """What the fixture `open_page` gives; `faults` are sentences, and none is expected."""

    def __init__(self, browser):
        self.faults = []
        self._browser = browser
        self._contexts = []

    def __call__(self, what, *, audio=None, expected=(), **options):
        """The page of a Shown (a dictionary, or None for an empty page) or of a URL, when it has loaded.

        `audio` is a file that a Shown plays, served with ranges. `expected` are parts of error messages that are no
        faults in this test. The rest goes to Playwright's new_context: viewport, color_scheme, locale, ...
        """
        context = self._browser.new_context(**options)
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        if isinstance(what, str):
            address = what
            allowed = _origin(what)
        else:
            address, allowed = f"{ORIGIN}/", ORIGIN
            name = f"audio{Path(audio).suffix}" if audio else None
            if name:
                what = {**what, "audio": {"src": f"{ORIGIN}/{name}", "note": None}}
            served = {f"{ORIGIN}/": ("text/html", page(what, media=ORIGIN if name else "").encode())}
            if name:
                served[f"{ORIGIN}/{name}"] = (TYPES[Path(audio).suffix], Path(audio).read_bytes())
            context.route(f"{ORIGIN}/**", lambda route: _serve(route, served))
        context.on("request", lambda request: self._ask(request.url, allowed))
        context.route(lambda url: not _is_inside(url, allowed), lambda route: route.abort())
        shown = context.new_page()
        shown.on("pageerror", lambda error: self._note(f"an exception: {error}", expected))
        shown.on("console", lambda message: self._listen(message, expected))
        shown.on("dialog", self._dismiss)
        shown.goto(address)
        if not isinstance(what, str):
            shown.locator("html[data-ready]").wait_for(state="attached")
        return shown

    def close(self):
        for context in self._contexts:
            context.close()

    def _note(self, fault, expected):
        if not any(part in fault for part in expected):
            self.faults.append(fault)

    def _listen(self, message, expected):
        if message.type == "error":
            self._note(f"in the console: {message.text}", expected)

    def _dismiss(self, dialog):
        self.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _ask(self, url, allowed):
        if not _is_inside(url, allowed):
            self.faults.append(f"a request to elsewhere: {url}")


def _is_inside(url, allowed):
    return url.startswith((*INSIDE, f"{allowed}/"))


def _origin(url):
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _serve(route, served):
    """Answers from memory; of audio the part that is asked for, as a player could not seek otherwise."""
    content_type, body = served.get(route.request.url, ("text/plain", None))
    if body is None:
        route.fulfill(status=404, body="Not found")
        return
    headers = {"Content-Type": content_type, "Accept-Ranges": "bytes"}
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", ""))
    if asked is None:
        route.fulfill(status=200, headers=headers, body=body)
        return
    first, last = int(asked[1]), min(int(asked[2] or len(body)), len(body) - 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
    route.fulfill(status=206, headers=headers, body=body[first : last + 1])


def until(page, expression):
    """Wait until a JavaScript expression is true: Playwright's own wait_for_function is against the page's policy."""
    page.evaluate(
        f"""() => new Promise((resolve, reject) => {{
          const late = setTimeout(() => reject(new Error("it was never true")), 20000);
          const look = () => ({expression}) ? (clearTimeout(late), resolve()) : requestAnimationFrame(look);
          look();
        }})"""
    )
