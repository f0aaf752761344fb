"""A service on loopback that transcribes at once, and the command line with a home of its own."""

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import urlsplit

import pytest

from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.cli.main import main


class Service(ThreadingHTTPServer):
    """Takes uploads and jobs. Audio that begins with `noise` fails, and that with `refuse` is no job."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.numbers = count(1)
        self.uploads, self.jobs = {}, {}
        """Content by address; jobs by id."""
        self.finished = threading.Event()
        """Set while jobs end at once; cleared, they go on."""
        self.finished.set()
        self.waited_for = threading.Event()
        """Set when somebody looked at a job."""

    def seen(self, job):
        """A job as it is told."""
        audio = self.uploads.get(job["audio_url"], b"")
        status = "error" if audio.startswith(b"noise") else "completed"
        if not self.finished.is_set():
            return job | {"status": "processing"}
        return job | {
            "status": status,
            "text": "Good morning.",
            "audio_duration": 60,
            "error": "No speech." if status == "error" else None,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size else self._chunks()
        number = next(self.server.numbers)
        if self.path == "/v2/upload":
            url = f"{self.server.url}/upload/{number}"
            self.server.uploads[url] = body
            return self._answer({"upload_url": url})
        given = json.loads(body)
        if self.server.uploads.get(given["audio_url"], b"").startswith(b"refuse"):
            return self._answer({"error": "This audio is refused."}, 400)
        job = given | {"id": f"job-{number}", "created": "2026-11-01T00:00:00", "resource_url": "x"}
        self.server.jobs[job["id"]] = job
        return self._answer(self.server.seen(job))

    def do_GET(self):
        self.server.waited_for.set()
        parts = urlsplit(self.path).path.strip("/").split("/")
        if len(parts) == 2:
            jobs = [self.server.seen(job) for job in reversed(self.server.jobs.values())]
            page = {
                "limit": 200,
                "result_count": len(jobs),
                "current_url": "x",
                "prev_url": None,
                "next_url": None,
            }
            return self._answer({"page_details": page, "transcripts": jobs})
        job = self.server.jobs.get(parts[2])
        if job is None:
            return self._answer({"error": "not found"}, 404)
        if len(parts) == 4:
            return self._answer("1\n00:00:00,000 --> 00:00:01,000\nGood morning.\n")
        return self._answer(self.server.seen(job))

    def _chunks(self):
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self, body, status=200):
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Print nothing."""


@pytest.fixture
def service(home, kept, monkeypatch):
    with Service() as server:
        monkeypatch.setenv("ASSEMBLYAI_BASE_URL", server.url)
        monkeypatch.setenv("ASSEMBLYAI_API_KEY", "a-key-that-works")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.finished.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def _quick(monkeypatch):
    """What is looked at each second is looked at all the time, and the list shows a job at once."""
    monkeypatch.setattr(Batch, "tick_seconds", 0.02)
    monkeypatch.setattr(Batch, "settle_seconds", 0.0)


@pytest.fixture
def _own_logging():
    """The engine's logger keeps the stderr that it saw first, which is closed after a test."""
    yield
    logging.getLogger("dbos").handlers.clear()


@pytest.fixture
def run(home, kept, _own_logging, _quick, capfd):
    """Run `assemblyai-tools batch ...`; gives its exit code, what is on stdout, and what is on stderr."""

    def call(*words):
        code = main(["batch", *map(str, words)])
        told = capfd.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def calls(home):
    """A folder with three recordings."""
    folder = home / "calls"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.mp3").write_bytes(f"speech {name}".encode())
    return folder
