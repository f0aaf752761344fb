import errno
import os
import shutil
from uuid import uuid4

import pytest

from assemblyai_emulator.errors import SetupError, StorageError
from assemblyai_emulator.store.audio_files import AudioFiles

ID = "01234567-89ab-4def-8123-456789abcdef"
OTHER_ID = "fedcba98-7654-4321-8fed-cba987654321"


@pytest.fixture
def files(tmp_path):
    files = AudioFiles(tmp_path)
    files.create_folders()
    return files


def test_a_transcripts_audio_outlives_the_upload(files):
    files.upload("u").write_bytes(b"sound")
    files.link_upload("u", "t")
    files.remove_upload("u")
    assert files.media("t").read_bytes() == b"sound"
    assert not files.upload("u").exists()


def test_without_hard_links_the_bytes_are_copied(files, monkeypatch):
    def refuse(*_):
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    files.upload("u").write_bytes(b"sound")
    files.link_upload("u", "t")
    assert files.media("t").read_bytes() == b"sound"


def test_a_copy_that_does_not_fit_on_the_disk_leaves_nothing(files, monkeypatch):
    def copy_a_part(_, target):
        target.write_bytes(b"so")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", copy_a_part)
    monkeypatch.setattr(shutil, "copyfile", copy_a_part)
    files.upload("u").write_bytes(b"sound")
    with pytest.raises(StorageError, match="disk is full"):
        files.link_upload("u", "t")
    assert not files.media("t").exists()


def test_an_upload_that_is_gone_cannot_be_linked(files):
    with pytest.raises(FileNotFoundError):
        files.link_upload("u", "t")


def test_removing_a_file_twice_is_harmless(files):
    for path, remove in ((files.media(ID), files.remove_media), (files.upload(ID), files.remove_upload)):
        path.touch()
        remove(ID)
        remove(ID)
        assert not path.exists()


def test_removing_orphans_keeps_the_given_uploads_and_transcripts(files):
    one, other = ID, OTHER_ID
    for name in (one, other):
        files.upload(name).touch()
        files.media(name).touch()
    files.remove_orphans({one}, {other}, set())
    found = [
        path.exists()
        for path in (files.upload(one), files.upload(other), files.media(one), files.media(other))
    ]
    assert found == [True, False, False, True]


def test_a_redacted_copy_is_found_by_its_name(files):
    target = files.new_redacted_copy(ID, "mp3")
    assert files.find_redacted_copy(target.name) is None
    target.touch()
    assert files.find_redacted_copy(target.name) == target
    assert files.find_redacted_copy("../lock") is None
    assert files.redacted_ids() == {ID}


def test_a_new_redacted_copy_removes_what_an_earlier_attempt_left(files):
    left = files.new_redacted_copy(ID, "mp3").with_suffix(".part")
    left.touch()
    assert files.new_redacted_copy(ID, "mp3").stem != left.stem
    assert not left.exists()


def test_removing_a_redacted_copy_keeps_those_of_other_transcripts(files):
    mine, other = files.new_redacted_copy(ID, "wav"), files.new_redacted_copy(OTHER_ID, "wav")
    for path in (mine, other):
        path.touch()
    files.remove_redacted_copy(ID)
    assert (mine.exists(), other.exists()) == (False, True)


def test_removing_orphans_keeps_finished_copies_of_the_given_transcripts(files):
    whole, other = files.new_redacted_copy(ID, "mp3"), files.new_redacted_copy(OTHER_ID, "mp3")
    for path in (whole, other, whole.with_suffix(".part")):
        path.touch()
    files.remove_orphans(set(), set(), {ID})
    assert (whole.exists(), other.exists(), whole.with_suffix(".part").exists()) == (True, False, False)


def test_removing_orphans_touches_no_file_that_the_emulator_did_not_create(files):
    foreign = [folder / name for folder in folders(files) for name in ("interview.wav", "cv.pdf", "a" * 36)]
    for path in foreign:
        path.write_bytes(b"mine")
    for folder in folders(files):
        (folder / "sub").mkdir()
        (folder / str(uuid4())).mkdir()
        (folder / str(uuid4())).symlink_to(folder / "cv.pdf")
    before = {path for folder in folders(files) for path in folder.iterdir()}
    files.remove_orphans((), (), ())
    assert {path for folder in folders(files) for path in folder.iterdir()} == before


def test_a_file_in_the_place_of_a_folder_is_a_setup_error(tmp_path):
    (tmp_path / "media").touch()
    with pytest.raises(SetupError, match=r"media cannot be made .+ Choose another --data-dir"):
        AudioFiles(tmp_path).create_folders()


def folders(files):
    return [files.upload("x").parent, files.media("x").parent, files.new_redacted_copy("x", "mp3").parent]
