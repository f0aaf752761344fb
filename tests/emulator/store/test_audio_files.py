import os

import pytest

from assemblyai_emulator.store.audio_files import AudioFiles


@pytest.fixture
def files(tmp_path):
    files = AudioFiles(tmp_path)
    files.prepare()
    return files


def test_a_transcripts_audio_outlives_the_upload(files):
    files.upload("u").write_bytes(b"sound")
    files.adopt("u", "t")
    files.remove_upload("u")
    assert files.media("t").read_bytes() == b"sound"
    assert not files.upload("u").exists()


def test_without_hard_links_the_bytes_are_copied(files, monkeypatch):
    def refuse(*_):
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    files.upload("u").write_bytes(b"sound")
    files.adopt("u", "t")
    assert files.media("t").read_bytes() == b"sound"


def test_an_upload_that_is_gone_cannot_be_adopted(files):
    with pytest.raises(FileNotFoundError):
        files.adopt("u", "t")


def test_removing_twice_does_no_harm(files):
    files.remove_media("t")
    files.remove_upload("u")


def test_a_sweep_leaves_what_is_wanted(files):
    for name in ("a", "b"):
        files.upload(name).touch()
        files.media(name).touch()
    files.sweep({"a"}, {"b"})
    found = [
        path.exists() for path in (files.upload("a"), files.upload("b"), files.media("a"), files.media("b"))
    ]
    assert found == [True, False, False, True]
