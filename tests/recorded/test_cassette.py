"""Tests of the vcrpy setup: secrets are removed, and a wrong replay fails."""

import http.server
import threading
from contextlib import contextmanager

import httpx
import pytest
import yaml
from tests.recorded.cassette import use_cassette

SECRET_URL = (
    "https://cdn.assemblyai.com/upload/0123456789abcdef0123456789abcdef/01234567-89ab-cdef-0123-456789abcdef"
)


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers every POST with an upload URL, as the service does."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        body = f'{{"upload_url": "{SECRET_URL}"}}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", "session=secret")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Log nothing."""


@contextmanager
def echo_service():
    with http.server.HTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def post(url, content):
    with httpx.Client() as http:
        return http.post(f"{url}/v2/upload", content=content, headers={"Authorization": "my-secret-key"})


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A cassette with two recorded requests: binary data, and JSON with an upload URL."""
    path = tmp_path_factory.mktemp("recorded") / "two.yaml"
    with echo_service() as url, use_cassette(path, "emulator", record=True, stamp={"origin": "emulator"}):
        post(url, b"\x00\x01binary")
        post(url, f'{{"audio_url": "{SECRET_URL}"}}'.encode())
    return path


def test_keys_cookies_upload_urls_and_ports_are_not_kept(recorded):
    text = recorded.read_text()
    for secret in ("my-secret-key", "session=secret", SECRET_URL, "127.0.0.1", "binary"):
        assert secret not in text


def test_a_cassette_has_a_stamp_and_a_digest_of_uploaded_bytes(recorded):
    cassette = yaml.safe_load(recorded.read_text())
    assert cassette["recorded"] == {"origin": "emulator"}
    assert cassette["interactions"][0]["request"]["body"].startswith("sha256:")


def test_a_replayed_request_is_matched_by_its_body(recorded):
    with use_cassette(recorded, "emulator", record=False):
        second = post("http://emulator.test", b'{"audio_url": "http://emulator.test/upload/scrubbed"}')
        first = post("http://emulator.test", b"\x00\x01binary")
    assert first.json() == second.json() == {"upload_url": "http://emulator.test/upload/scrubbed"}


def test_a_replay_without_any_request_fails(recorded):
    with (
        pytest.raises(AssertionError, match="was not played"),
        use_cassette(recorded, "emulator", record=False),
    ):
        pass


def test_a_replay_that_leaves_requests_unplayed_fails(recorded):
    with pytest.raises(AssertionError, match="1 unplayed"), use_cassette(recorded, "emulator", record=False):
        post("http://emulator.test", b"\x00\x01binary")


def test_a_request_that_was_not_recorded_fails(recorded):
    with (
        pytest.raises(Exception, match="No match for the request"),
        use_cassette(recorded, "emulator", record=False),
    ):
        post("http://emulator.test", b"something else")
