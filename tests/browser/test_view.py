"""`assemblyai-tools view` as a person has it: its process, its server, a browser; and the file that it writes."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.browser.opening import until

PROGRAM = Path(sys.executable).with_name("assemblyai-tools")
LONGEST = 120
"""Seconds that a command may take on a busy machine."""
HOSTILE = "<img src=x onerror=alert(1)>&amp;'\".flac"


@pytest.fixture(scope="module")
def home(tmp_path_factory, audio):
    """A home with a recording whose name is hostile."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copy(audio / "hello.flac", folder / HOSTILE)
    return folder


@pytest.fixture(scope="module")
def environment(home, running_emulator):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSEMBLYAI_", "XDG_"))}
    return {
        **kept,
        "HOME": str(home),
        "ASSEMBLYAI_BASE_URL": running_emulator.base_url,
        "ASSEMBLYAI_API_KEY": "a-key-of-the-viewer",
    }


@pytest.fixture(scope="module")
def run(home, environment):
    """Run a command to its end; gives what it wrote to stdout."""

    def command(*words):
        done = subprocess.run(
            [PROGRAM, *words],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return command


@pytest.fixture(scope="module")
def hello(run):
    """The id of the recording's transcript."""
    run("transcribe", HOSTILE, "--quiet")
    return run("list", "--limit", "1").split("\t")[0]


@contextmanager
def viewing(home, environment, *words):
    """The address of a page that `view` shows meanwhile; Ctrl-C ends it well."""
    command = [PROGRAM, "view", *words, "--no-open"]
    with subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(LONGEST) == 0


def hear(page):
    """Play, and wait until some of it was heard; then go to a word, and wait until the audio is there."""
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, "document.querySelector('audio').currentTime > 0.2")
    page.keyboard.press("End")
    until(page, "document.querySelector('audio').currentTime > 1")


def test_the_page_plays_the_local_recording(open_page, home, environment, hello):
    with viewing(home, environment, "last") as url:
        page = open_page(url)
        hear(page)
        assert page.get_by_role("heading", level=1).text_content() == HOSTILE
        assert page.locator("img").count() == 0
        assert hello in page.locator("header").text_content()


def test_the_server_answers_whoever_knows_its_address_and_name_only(home, environment, hello):
    with viewing(home, environment, hello) as url:
        parts = urlsplit(url)

        def ask(path, **headers):
            connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=10)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            length = len(answer.read())
            connection.close()
            return answer.status, length

        assert ask(parts.path)[0] == 200
        assert ask(f"{parts.path}audio.flac", Range="bytes=0-9") == (206, 10)
        assert ask(f"{parts.path}audio.flac", Range="bytes=99999999-")[0] == 416
        assert ask("/a-wrong-token/")[0] == 404
        assert ask(parts.path, Host="evil.test")[0] == 421


@pytest.mark.parametrize("how", [[], ["--embed-audio"]])
def test_a_file_plays_the_recording_beside_it_or_inside(open_page, home, run, hello, how, tmp_path):
    saved = run("view", hello, "--save-to", home / f"page{len(how)}.html", *how)
    if how:  # it needs nothing beside it
        saved = shutil.move(saved, tmp_path / "sent.html")
    hear(open_page(Path(saved).as_uri()))
