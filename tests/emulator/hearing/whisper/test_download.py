"""With the real library, against a hub on loopback."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {"config.json": b"{}", "tokenizer.json": b"{}", "model.bin": bytes(3_000_000)}
_MODEL = "/api/models/Systran/faster-whisper-small"
FETCH = (
    "import sys; from assemblyai_emulator.hearing.whisper.download import fetch; print(fetch(sys.argv[1]))"
)


class Hub(BaseHTTPRequestHandler):
    """The routes of a model hub that a download uses."""

    def do_HEAD(self):
        self._answer(with_body=False)

    def do_GET(self):
        self._answer(with_body=True)

    def _answer(self, *, with_body):
        _, _, name = self.path.partition(f"/resolve/{COMMIT}/")
        if self.path.startswith(f"{_MODEL}/tree/"):
            listed = [
                {"type": "file", "path": file, "size": len(content), "oid": file}
                for file, content in FILES.items()
            ]
            content = json.dumps(listed).encode()
        elif self.path.startswith(f"{_MODEL}/revision/"):
            siblings = [{"rfilename": file} for file in FILES]
            content = json.dumps(
                {"id": "Systran/faster-whisper-small", "sha": COMMIT, "siblings": siblings}
            ).encode()
        elif name in FILES:
            content = FILES[name]
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{name}-1"')
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def hub():
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def fetch(tmp_path):
    def fetching(name: str, hub: str) -> "subprocess.CompletedProcess[str]":
        environment = {
            **{key: value for key, value in os.environ.items() if "proxy" not in key.lower()},
            "HF_ENDPOINT": hub,
            "HF_HOME": str(tmp_path),
        }
        return subprocess.run(
            [sys.executable, "-c", FETCH, name],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return fetching


def test_a_named_model_is_fetched_once_with_its_progress_shown(fetch, hub):
    first = fetch("small", hub)
    assert first.returncode == 0, first.stderr
    assert "Fetching the speech model small from huggingface.co" in first.stderr
    assert "100%" in first.stderr
    folder = first.stdout.strip()
    assert {name: len(content) for name, content in FILES.items()} == {
        name: (Path(folder) / name).stat().st_size for name in FILES
    }
    again = fetch("small", "http://127.0.0.1:9")
    assert (again.stdout.strip(), again.stderr) == (folder, "")


def test_without_a_network_the_error_says_how_to_bring_the_model(fetch):
    refused = fetch("small", "http://127.0.0.1:9")
    assert refused.returncode == 1
    assert "The speech model small cannot be fetched from huggingface.co" in refused.stderr
    assert "copy its folder here from another machine and give its path" in refused.stderr


def test_an_unknown_name_is_refused_with_the_known_ones(fetch):
    refused = fetch("tiny-huge", "http://127.0.0.1:9")
    assert "neither a folder nor a model" in refused.stderr
    assert "large-v3, distil-" in refused.stderr or "distil-large-v3" in refused.stderr
