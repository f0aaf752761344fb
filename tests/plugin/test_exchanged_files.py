"""Files and folders that are exchanged while they are used: before each call of the system, one after the other."""

import os
import shutil
from contextlib import suppress
from itertools import count
from types import SimpleNamespace

import httpx
import pytest

from assemblyai_tools import FileAccessError, Settings, find_recordings, get_subtitles, upload_file

CALLS = (
    *("open", "stat", "lstat", "fstat", "readlink", "scandir", "listdir", "link", "pread", "write", "fsync"),
    *("close", "unlink", "fdopen"),
)
"""The functions of `os` before which something is exchanged."""

OWN, GROWN, SECRET = b"a call of our own", b"a call of our own, and more of it", b"the secret of another"
CAPTIONS = "1\n00:00:00,000 --> 00:00:01,000\nHello.\n"


@pytest.fixture
def home(tmp_path):
    return SimpleNamespace(
        path=tmp_path,
        folder=tmp_path / "allowed" / "calls",
        file=tmp_path / "allowed" / "calls" / "call.wav",
        new=tmp_path / "allowed" / "calls" / "new.srt",
        outside=tmp_path / "outside",
    )


def prepare(home):
    shutil.rmtree(home.path / "allowed", ignore_errors=True)
    shutil.rmtree(home.outside, ignore_errors=True)
    home.folder.mkdir(parents=True)
    home.outside.mkdir()
    home.file.write_bytes(OWN)
    for name in ("call.wav", "secret.wav"):
        (home.outside / name).write_bytes(SECRET)


def link_to_file(home):
    home.file.unlink()
    home.file.symlink_to(home.outside / "secret.wav")


def link_to_folder(home):
    home.folder.rename(home.folder.with_name("before"))
    home.folder.symlink_to(home.outside)


def remove_file(home):
    home.file.unlink()


def remove_folder(home):
    shutil.rmtree(home.folder)


def folder_for_file(home):
    home.file.unlink()
    home.file.mkdir()


def pipe_for_file(home):
    home.file.unlink()
    os.mkfifo(home.file)


def file_for_folder(home):
    shutil.rmtree(home.folder)
    home.folder.write_bytes(OWN)


def truncate(home):
    os.truncate(home.file, 0)


def grow(home):
    home.file.write_bytes(GROWN)


def link_in_place_of_the_new_file(home):
    home.new.symlink_to(home.outside / "new.srt")


class Service(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """In memory: keeps every upload, and has captions of every transcript."""

    def __init__(self):
        self.uploads = []

    def handle_request(self, request):
        return self.answer(request, request.read())

    async def handle_async_request(self, request):
        return self.answer(request, await request.aread())

    def answer(self, request, body):
        if request.method == "POST":
            self.uploads.append(body)
            return httpx.Response(200, json={"upload_url": "https://cdn.test/u1"})
        return httpx.Response(200, text=CAPTIONS)


@pytest.fixture
def at_each_moment(home, run, monkeypatch):
    """Make a call again and again, with a change before another call of the system each time.

    Yields what the call gave, or its FileAccessError, and the service; any other error is raised.
    """
    real = {name: getattr(os, name) for name in CALLS}

    def outcomes(flow, change):
        settings = Settings(
            api_key="key", base_url="http://service.test", allowed_dirs=(home.path / "allowed",)
        )
        for moment in count():
            prepare(home)
            calls, service = count(), Service()

            def hooked(name, moment=moment, calls=calls):
                def call(*arguments, **options):
                    if next(calls) == moment:
                        with suppress(OSError):  # the call had its way before
                            change(home)
                    return real[name](*arguments, **options)

                return call

            with monkeypatch.context() as patch:
                for name in CALLS:
                    patch.setattr(os, name, hooked(name))
                try:
                    outcome = run(flow(), transport=service, settings=settings)
                except FileAccessError as error:
                    outcome = error
            if next(calls) <= moment:
                return
            yield outcome, service

    return outcomes


@pytest.mark.parametrize(
    "change",
    [
        *(link_to_file, link_to_folder, remove_file, remove_folder, folder_for_file, pipe_for_file),
        *(file_for_folder, truncate, grow),
    ],
)
def test_a_file_is_sent_as_it_was_found_or_not_at_all(home, at_each_moment, change):
    uploads, refused = [], 0
    for outcome, service in at_each_moment(lambda: upload_file(path=str(home.file)), change):
        uploads += service.uploads
        refused += isinstance(outcome, FileAccessError)
        assert (not service.uploads) == isinstance(outcome, FileAccessError)
    assert set(uploads) <= {OWN, GROWN}
    assert refused


@pytest.mark.parametrize(
    "change", [link_to_folder, remove_folder, file_for_folder, link_in_place_of_the_new_file]
)
def test_a_new_file_is_written_whole_and_inside_or_not_at_all(home, at_each_moment, change):
    written = refused = 0
    for outcome, _ in at_each_moment(
        lambda: get_subtitles(transcript_id="t1", save_to=str(home.new)), change
    ):
        assert {path.name for path in home.outside.iterdir()} == {"call.wav", "secret.wav"}
        made = [path for path in (home.path / "allowed").rglob("*.srt") if not path.is_symlink()]
        assert [path.read_text() for path in made] in ([], [CAPTIONS])
        assert not list((home.path / "allowed").rglob(".*"))
        refused += isinstance(outcome, FileAccessError)
        written += not isinstance(outcome, FileAccessError)
    assert written
    assert refused


@pytest.mark.parametrize("change", [link_to_file, link_to_folder, remove_file, file_for_folder, truncate])
@pytest.mark.parametrize(
    "flow", [find_recordings, lambda: upload_file(path="calls/secrets.wav")], ids=["listing", "nearest names"]
)
def test_no_name_from_outside_is_shown(home, at_each_moment, change, flow):
    found = 0
    for outcome, _ in at_each_moment(flow, change):
        text = str(outcome) if isinstance(outcome, FileAccessError) else outcome.render()
        assert "secret.wav" not in text
        found += "call.wav" in text
    assert found or flow is not find_recordings
