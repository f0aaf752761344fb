"""Files are written whole, in no one's place, and named after their recordings."""

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert names(".hidden.mp3", "two\nlines.mp3", f"{'n' * 300}.mp3") == ["hidden", "two lines", "n" * 150]
    assert names("...", "", "..") == ["recording", "recording-2", "recording-3"]
    assert names("con.mp3", "../etc/con.mp3", "a:b/c?.mp3") == ["_con", "recording/etc/_con", "a b/c"]


def test_a_name_fits_on_the_disk_whatever_its_script(tmp_path):
    given = [PurePath("録" * 80, "音" * 80 + ending) for ending in (".mp3", ".wav", ".ogg")]
    for name in names_for(given):
        save(tmp_path, name, {".docx": b"x"}, overwrite=False)
    assert len(list(tmp_path.rglob("*.docx"))) == 3


def test_names_that_are_one_where_case_does_not_count_are_told_apart():
    assert names("A.mp3", "a.mp3", "b.mp3") == ["A.mp3", "a.mp3-2", "b"]
    assert names("A/x.mp3", "a/X.wav", "a/y.mp3") == ["A/x.mp3", "a/X.wav", "a/y"]


def test_many_recordings_of_one_name_have_names_of_their_own():
    assert len(set(names(*["a.mp3"] * 20_000))) == 20_000


@given(st.lists(st.lists(st.text(min_size=1), min_size=1, max_size=3), max_size=10))
def test_names_are_unique_and_below_the_folder(given):
    found = names_for([PurePath(*(part.replace("/", "_") for part in parts)) for parts in given])
    assert len({str(name).casefold() for name in found}) == len(given)
    assert not any(name.is_absolute() or ".." in name.parts for name in found)


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
