"""What the commands' tests share: a home and a keyring of their own, a service that knows one key, a way to call."""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import click
import keyring
import pytest
from click.testing import CliRunner
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from assemblyai_tools.cli.main import main


class MemoryKeyring(KeyringBackend):
    """A keyring that a test can look into."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class Locked(MemoryKeyring):
    """A keyring that cannot be read."""

    def get_password(self, service, username):
        raise RuntimeError


@pytest.fixture
def use_keyring():
    """Make a back end the system's keyring."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def kept(use_keyring):
    """What the keyring holds, by service and account."""
    backend = MemoryKeyring()
    use_keyring(backend)
    return backend.kept


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A new home, and no variable that says where something of the real one is, or how to reach the service."""
    home = tmp_path / "home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("ASSEMBLYAI_", "XDG_", "CLAUDE_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def call(home, kept):
    """Run a command in the new home, with an in-memory keyring, as the program runs it.

    Gives click's result: exit_code, stdout, stderr, and output (both in the order in which they were written).
    """

    def invoke(command, *arguments, stdin=None):
        words = [command.name, *map(str, arguments)]
        done = CliRunner().invoke(click.Command("program", callback=lambda: sys.exit(main(words))), [], stdin)
        assert isinstance(done.exception, SystemExit | None), done.exception
        return done

    return invoke


class _OneKey(BaseHTTPRequestHandler):
    """Answers a list of no transcripts to `good-key`, 500 to `broken-key`, 401 to others, and its first page to all."""

    def do_GET(self):
        key = self.headers.get("Authorization")
        status = {"good-key": 200, "broken-key": 500}.get(key, 401)
        if self.path == "/":
            status = self.server.first_page
        body = {"transcripts": []} if status == 200 else {"error": "no"}
        self.server.asked.append((self.path, key))
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Print nothing."""


@pytest.fixture
def keyed(home, monkeypatch):
    """The commands' service, on loopback, which accepts `good-key`.

    `asked` are the paths that were asked for, with the keys; `first_page` is the status of its first page.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), _OneKey) as server:
        server.asked, server.first_page = [], 404
        server.url = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("ASSEMBLYAI_BASE_URL", server.url)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def unreachable(home, monkeypatch):
    """The address of a service that is not there."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _OneKey) as server:
        url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", url)
    return url
