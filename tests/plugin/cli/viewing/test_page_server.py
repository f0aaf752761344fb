"""A page and its audio on loopback: in parts, and for nobody who does not know the address."""

import http.client
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from assemblyai_tools.cli.viewing.page_server import PageServer, Served

SOUND = bytes(range(100))


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "a recording.mp3"
    path.write_bytes(SOUND)
    return path


@contextmanager
def running(served):
    with PageServer(served) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server(sound):
    with running(Served(b"<p>Hello", sound, "audio/mpeg")) as server:
        yield server


@pytest.fixture
def ask(server):
    """Send a request, and give its status, headers and content."""

    def send(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()

    return send


def test_the_page_is_at_an_address_that_nobody_guesses(server, ask):
    parts = urlsplit(server.url)
    assert (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
    assert len(parts.path) > 20
    status, headers, content = ask(parts.path)
    assert (status, content) == (200, b"<p>Hello")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_a_head_request_gets_no_content(server, ask):
    status, headers, content = ask(server.folder, "HEAD")
    assert (status, headers["Content-Length"], content) == (200, "8", b"")


@pytest.mark.parametrize(
    "path",
    ["/", "/x/", "/audio.mp3", "{0}x", "{0}../a", "{0}audio.mp3?x", "{0}a%20recording.mp3", "{0}/etc/passwd"],
)
def test_there_is_nothing_else(server, ask, path):
    assert ask(path.format(server.folder))[0] == 404


@pytest.mark.parametrize("host", ["evil.test", "evil.test:80", "127.0.0.1", "localhost:1"])
def test_a_request_under_another_name_is_refused(server, ask, host):
    assert ask(server.folder, Host=host)[0] == 421
    assert ask(f"{server.folder}audio.mp3", Host=host)[0] == 421


def test_localhost_is_this_machine_too(server, ask):
    assert ask(server.folder, Host=f"localhost:{server.server_port}")[0] == 200


def test_only_reading_is_possible(server, ask):
    assert ask(server.folder, "POST")[0] == 501


def test_the_audio_is_whole_unless_a_part_is_asked_for(server, ask):
    status, headers, content = ask(f"{server.folder}audio.mp3")
    assert (status, content) == (200, SOUND)
    assert (headers["Content-Type"], headers["Accept-Ranges"]) == ("audio/mpeg", "bytes")
    assert ask(f"{server.folder}audio.mp3", "HEAD")[2] == b""


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, 99),
        ("bytes=10-19", 10, 19),
        ("bytes= 10 - 19", 10, 19),
        ("bytes=90-500", 90, 99),
        ("bytes=-10", 90, 99),
        ("Bytes=-10", 90, 99),
        (f"bytes=90-{'9' * 5000}", 90, 99),
        ("bytes=-500", 0, 99),
        ("bytes=99-99", 99, 99),
    ],
)
def test_a_part_of_the_audio_is_sent(server, ask, asked, first, last):
    status, headers, content = ask(f"{server.folder}audio.mp3", Range=asked)
    assert (status, content) == (206, SOUND[first : last + 1])
    assert headers["Content-Range"] == f"bytes {first}-{last}/100"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=100-",
        "bytes=-0",
        f"bytes={'9' * 5000}-",
        f"bytes={'9' * 5000}-{'9' * 5000}",
    ],
)
def test_a_part_that_the_audio_does_not_have_is_refused(server, ask, asked):
    status, headers, _ = ask(f"{server.folder}audio.mp3", Range=asked)
    assert (status, headers["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize(
    "asked",
    ["", "bytes=20-10", "bytes=-", "bytes=a-b", "bytes=\u00b2-", "seconds=1-2", "bytes=1-2,5-6", "none"],
)
def test_what_asks_for_no_part_or_for_several_gets_the_whole(server, ask, asked):
    status, headers, content = ask(f"{server.folder}audio.mp3", Range=asked)
    assert (status, content) == (200, SOUND)
    assert "Content-Range" not in headers


def test_a_head_request_asks_for_no_part(server, ask):
    status, headers, _ = ask(f"{server.folder}audio.mp3", "HEAD", Range="bytes=0-9")
    assert (status, headers["Content-Length"]) == (200, "100")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("a.MP3", "audio.mp3"),
        ("Interview 12.5 M\u00fcller", "audio"),
        ("x.a?b", "audio"),
        ("call.mp3 ", "audio"),
        ("no suffix", "audio"),
        ("\udcff.\udcff", "audio"),
    ],
)
def test_the_audio_is_found_whatever_its_file_is_called(tmp_path, name, called):
    path = tmp_path / name
    path.write_bytes(SOUND)
    with running(Served(b"", path, "audio/mpeg")) as server:
        assert server.served.audio_name == called
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("GET", f"{server.folder}{called}")
        assert connection.getresponse().read() == SOUND
        connection.close()


def test_audio_that_was_moved_away_is_not_found(server, ask, sound):
    sound.unlink()
    assert ask(f"{server.folder}audio.mp3")[0] == 404


def test_empty_audio_is_sent_as_it_is(server, ask, sound):
    sound.write_bytes(b"")
    assert ask(f"{server.folder}audio.mp3")[2] == b""


def test_audio_that_becomes_shorter_ends_the_connection(server, ask, sound, monkeypatch):
    monkeypatch.setattr(
        "assemblyai_tools.cli.viewing.page_server._part", lambda asked, size: range(size + 10)
    )
    with pytest.raises(http.client.IncompleteRead):
        ask(f"{server.folder}audio.mp3")


def test_one_connection_may_ask_many_times(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    for path, length in (
        (server.folder, 8),
        (f"{server.folder}audio.mp3", 100),
        ("/", 10),
        (server.folder, 8),
    ):
        connection.request("GET", path)
        assert len(connection.getresponse().read()) == length
    connection.close()


def test_a_browser_that_hangs_up_is_no_fault(server, sound, capfd):
    sound.write_bytes(bytes(20_000_000))
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", f"{server.folder}audio.mp3")
    connection.getresponse().read(10)
    connection.close()
    server.handle_error(None, None)
    assert capfd.readouterr() == ("", "")


def test_a_page_without_audio_has_none():
    with running(Served(b"<p>Hello")) as server:
        assert server.served.audio_name == ""
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("GET", f"{server.folder}audio.mp3")
        assert connection.getresponse().status == 404
        connection.close()
