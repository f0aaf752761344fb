"""Files are written whole, in no one's place, and named after their recordings."""

from pathlib import PurePath

import pytest

from assemblyai_tools import FileAccessError
from assemblyai_tools.cli.saving import UnwrittenError, names_for, save


def names(*places):
    return [str(name) for name in names_for([PurePath(place) for place in places])]


def test_a_file_has_the_name_of_its_recording():
    assert names("a.mp3", "may/b.wav") == ["a", "may/b"]


def test_recordings_with_one_name_keep_their_endings_or_get_a_number():
    assert names("a.mp3", "a.wav", "x/a.mp3") == ["a.mp3", "a.wav", "x/a"]
    assert names("a.mp3", "a.mp3", "a.mp3") == ["a.mp3", "a.mp3-2", "a.mp3-3"]


def test_a_name_is_one_that_every_disk_takes():
    assert names(".hidden.mp3", "two\nlines.mp3", f"{'n' * 300}.mp3") == ["hidden", "two lines", "n" * 100]
    assert names("...") == ["recording"]


def test_what_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UnwrittenError, match=r"file/a\.txt could not be written \(.*\)\. Choose") as failed:
        save(tmp_path / "file", PurePath("a"), {".txt": b"x"}, overwrite=False)
    assert failed.value.paths == ()


def test_a_folder_in_the_place_of_a_file_is_left_alone(tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(FileAccessError, match=r"a\.txt exists already"):
        save(tmp_path, PurePath("a"), {".txt": b"x"}, overwrite=False)
    with pytest.raises(FileAccessError, match="could not be written"):
        save(tmp_path, PurePath("a"), {".txt": b"x"}, overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_what_stands_in_the_way_of_one_file_does_not_stop_the_others(tmp_path):
    for name in ("a.txt", "a.srt"):
        (tmp_path / name).write_text("mine")
    files = {".txt": b"x", ".srt": b"y", ".md": b"z", ".vtt": b"w"}
    with pytest.raises(UnwrittenError) as failed:
        save(tmp_path, PurePath("a"), files, overwrite=False)
    assert failed.value.paths == (tmp_path / "a.md", tmp_path / "a.vtt")
    assert (tmp_path / "a.vtt").read_bytes() == b"w"
    said = str(failed.value)
    assert f"{tmp_path}/a.txt exists already" in said
    assert f"{tmp_path}/a.srt exists already" in said
    assert said.count("Give --overwrite") == 1
