"""Which recordings are meant by what a person names."""

from contextlib import ExitStack

import pytest

from assemblyai_tools import FileAccessError
from assemblyai_tools.cli.inputs import inputs_of


def named(*words):
    with ExitStack() as stack:
        return [(str(one), one.audio, one.folder) for one in inputs_of(words, stack)]


def test_an_address_is_called_by_its_file_or_else_by_its_host():
    assert named("https://a.test/x/the%20call.mp3?key=1", "https://b.test/") == [
        ("the call.mp3", "https://a.test/x/the%20call.mp3?key=1", None),
        ("b.test", "https://b.test/", None),
    ]


def test_a_file_that_is_named_twice_is_one_recording(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a[1].mp3").touch()
    (tmp_path / "b.mp3").touch()
    files = [("a[1].mp3", str(tmp_path / "a[1].mp3"), tmp_path), ("b.mp3", str(tmp_path / "b.mp3"), tmp_path)]
    assert named("a[1].mp3", "b.mp3", "./b.mp3", "*.mp3") == files


def test_what_is_not_there_is_left_to_the_operation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long = "n" * 5000
    assert [audio for _, audio, _ in named("gone.mp3", "gone[1.mp3", long)] == [
        str(tmp_path / name) for name in ("gone.mp3", "gone[1.mp3", long)
    ]


@pytest.mark.parametrize("pattern", ["gone*", "gone?.mp3", "gone[12].mp3", "gone\x1b*"])
def test_a_pattern_that_matches_nothing_is_told_without_escape_sequences(tmp_path, monkeypatch, pattern):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileAccessError, match="Nothing matches the pattern gone") as caught:
        named(pattern)
    assert "\x1b" not in str(caught.value)


def test_a_folder_holds_its_media_files_without_hidden_ones(tmp_path):
    for name in ("b.mp3", "a/c.wav", ".hidden.mp3", ".trash/d.mp3", "notes.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    (tmp_path / "gone.mp3").symlink_to(tmp_path / "nowhere.mp3")
    assert [place for place, _, _ in named(str(tmp_path))] == ["b.mp3", "a/c.wav"]


def test_a_folder_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    def walk(folder, onerror):
        onerror(PermissionError(13, "Permission denied", str(folder / "locked")))
        yield str(folder), [], ["a.mp3"]

    (tmp_path / "a.mp3").touch()
    monkeypatch.setattr("os.walk", walk)
    with pytest.raises(FileAccessError, match=r"locked cannot be read \(Permission denied\), so nothing was"):
        named(str(tmp_path))
