"""Serves a page and its audio to a browser on this machine, and to nobody else.

The address has a part that nobody can guess, so that neither other users of the machine nor web pages can read the
transcript; requests under another name of the machine are refused, as a web page could give itself one (DNS rebinding).
"""

import re
import secrets
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, cast

_SECONDS = 60.0
"""Seconds after which a connection that says nothing is closed."""

_POLL_SECONDS = 0.1
"""Seconds after which the server has ended, at most."""

_CHUNK = 1 << 16
"""Bytes of audio that are sent at a time."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer says: the page is shown here only, is kept nowhere, and tells nobody its address."""

_RANGE = re.compile(r"bytes=(?:([0-9]+)-([0-9]*)|-([0-9]+))", re.IGNORECASE)
"""One range of bytes: its first and last byte, or how many at the end."""

_MOST_DIGITS = 18
"""Digits of the longest number in a range that is read; a longer one is beyond the end of any file."""

_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
"""The end of a file's name that can stand in an address as it is."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a server gives away."""

    html: bytes = field(repr=False)
    audio: Path | None = None
    media_type: str = ""

    @property
    def audio_name(self) -> str:
        """The audio's path from the page: of its own name only what kind of file it is, if that can be told."""
        if self.audio is None:
            return ""
        suffix = self.audio.suffix.lower()
        return f"audio{suffix if _SUFFIX.fullmatch(suffix) else ''}"


class PageServer(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1 as soon as it is made, and answers while `answering`."""

    daemon_threads = True

    def __init__(self, served: Served) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.served = served
        self.folder = f"/{secrets.token_urlsafe(16)}/"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}{self.folder}"

    @property
    def names(self) -> tuple[str, str]:
        """What a browser calls it that was sent here."""
        return f"127.0.0.1:{self.server_port}", f"localhost:{self.server_port}"

    @contextmanager
    def answering(self) -> Generator[None]:
        """Answer in a thread meanwhile, so that the program can wait for a browser, or for Ctrl-C."""
        thread = threading.Thread(target=self.serve_forever, args=(_POLL_SECONDS,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()

    def wait(self) -> None:
        """Wait for Ctrl-C, which raises a KeyboardInterrupt."""
        while True:
            time.sleep(_SECONDS)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser hangs up when it has heard enough; a fault of ours fails in the browser, where it is seen."""


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "assemblyai-tools", ""
    timeout = _SECONDS

    def do_GET(self) -> None:
        server = cast("PageServer", self.server)
        served, folder = server.served, server.folder
        if self.headers.get("Host") not in server.names:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
        elif self.path == folder:
            self._begin(HTTPStatus.OK, "text/html; charset=utf-8", len(served.html))
            self._write(served.html)
        elif served.audio and self.path == f"{folder}{served.audio_name}":
            self._send_audio(served.audio, served.media_type)
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815 - http.server's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: the terminal is the person's."""

    def _send_audio(self, path: Path, media_type: str) -> None:
        try:
            file = path.open("rb")
        except OSError:  # it was moved away meanwhile; the page says that it cannot be played
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        with file:
            size = file.seek(0, 2)
            part = _part(self.headers.get("Range", ""), size) if self.command == "GET" else None
            more, status = {"Accept-Ranges": "bytes"}, HTTPStatus.OK
            if part is None:
                part = range(size)
            elif not part:
                self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{size}"})
                return
            else:
                status = HTTPStatus.PARTIAL_CONTENT
                more["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
            self._begin(status, media_type, len(part), more)
            self._copy(file, part)

    def _copy(self, file: IO[bytes], part: range) -> None:
        file.seek(part.start)
        left = len(part)
        while left and (chunk := file.read(min(_CHUNK, left))):
            self._write(chunk)
            left -= len(chunk)
        if left:  # the file became shorter: what is missing never comes
            self.close_connection = True

    def _write(self, content: bytes) -> None:
        if self.command != "HEAD":
            self.wfile.write(content)

    def _begin(
        self, status: HTTPStatus, media_type: str, length: int, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        facts = {"Content-Type": media_type, "Content-Length": str(length)}
        for name, value in {**facts, **_HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def _refuse(self, status: HTTPStatus, more: dict[str, str] | None = None) -> None:
        text = f"{status.phrase}\n".encode()
        self._begin(status, "text/plain; charset=utf-8", len(text), more)
        self._write(text)


def _part(asked: str, size: int) -> range | None:
    """The bytes that a Range header asks for, none if the file does not have them.

    None for a header that is to be ignored: of another unit, with several parts, or wrong
    (https://www.rfc-editor.org/rfc/rfc9110#name-range-requests).
    """
    found = _RANGE.fullmatch(asked.replace(" ", ""))
    if found is None:
        return None
    everything = range(size)
    if found[3]:
        return everything[max(0, size - _number(found[3])) :]
    first, last = _number(found[1]), _number(found[2] or str(size))
    if found[2] and last < first:
        return None
    return everything[first : last + 1]


def _number(digits: str) -> int:
    return int(digits) if len(digits) <= _MOST_DIGITS else sys.maxsize
