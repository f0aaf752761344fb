"""Folders, patterns and addresses become recordings, in order; what cannot be one is told, and stops no other."""

import os

import pytest
from tests.plugin.batch.sources.reading import read

from assemblyai_tools.batch.sources.source import Source, stamp_of
from assemblyai_tools.errors import AssemblyAIError, FileAccessError


def test_a_folder_gives_the_recordings_in_it_and_below(calls):
    good, bad = read(calls)
    assert [(one.audio, one.name) for one in good] == [
        (str(calls / "a.mp3"), "a"),
        (str(calls / "b.WAV"), "b"),
        (str(calls / "may/a.mp3"), "a-2"),
    ]
    assert bad == []


def test_a_recording_knows_its_size_and_what_changes_with_it(calls):
    one = read(calls / "a.mp3")[0][0]
    assert one == Source(str(calls / "a.mp3"), True, "a", None, 5, stamp_of((calls / "a.mp3").stat()), None)


def test_links_that_leave_the_folder_are_told_and_not_followed(calls, tmp_path):
    (tmp_path / "secret.mp3").write_bytes(b"x")
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "o.mp3").write_bytes(b"x")
    (calls / "c.mp3").symlink_to(tmp_path / "secret.mp3")
    (calls / "d.mp3").symlink_to("a.mp3")
    (calls / "others").symlink_to(tmp_path / "others")
    for source in (calls, calls / "**/*.mp3"):
        good, bad = read(source)
        assert str(tmp_path / "secret.mp3") not in {os.path.realpath(one.audio) for one in good}
        assert not any("o.mp3" in one.audio for one in good)
        assert [one.fault for one in bad] == ["outside"]
        assert "d" in {one.name for one in good}


def test_a_folder_that_cannot_be_read_does_not_hide_the_others(calls, monkeypatch):
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("may"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    good, bad = read(calls)
    assert [one.name for one in good] == ["a", "b"]
    assert [str(one) for one in bad] == [f"{calls / 'may'}: the folder cannot be read (Permission denied)"]


def test_a_pattern_gives_the_recordings_that_match(calls, monkeypatch):
    monkeypatch.chdir(calls)
    assert [one.audio for one in read("*.mp3")[0]] == [str(calls / "a.mp3")]
    assert [one.audio for one in read("**/a*")[0]] == [str(calls / "a.mp3"), str(calls / "may/a.mp3")]
    assert [one.audio for one in read(".cache/*")[0]] == [str(calls / ".cache/c.mp3")]


@pytest.mark.parametrize("pattern", ["**.flac", "calls**/a.mp3"])
def test_what_is_no_pattern_is_told(calls, monkeypatch, pattern):
    monkeypatch.chdir(calls)
    with pytest.raises(AssemblyAIError, match=r"is no pattern .* calls/\*\*/\*\.mp3|No recording matches"):
        read(pattern)  # later Pythons take ** for *, and find nothing


def test_a_name_that_is_no_text_is_told_without_its_bytes(calls):
    (calls / os.fsdecode(b"\xff.mp3")).write_bytes(b"x")
    good, bad = read(calls)
    assert len(good) == 3
    assert [(one.fault, "rename it" in one.why) for one in bad] == [("unreadable", True)]
    str(bad[0]).encode()


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(calls):
    (calls / "what?.mp3").write_bytes(b"x")
    assert [one.name for one in read(calls / "what?.mp3")[0]] == ["what"]


@pytest.mark.parametrize("given", ["empty", "*.flac"])
def test_a_source_without_one_recording_is_an_error(calls, monkeypatch, given):
    monkeypatch.chdir(calls)
    (calls / "empty").mkdir()
    with pytest.raises(FileAccessError, match=r"holds no recordings|No recording matches"):
        read(given)


def test_a_list_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileAccessError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_addresses_are_taken_as_they_are_and_share_links_made_direct():
    good, bad = read(
        "https://example.com/a.mp3?sig=1",
        "https://www.dropbox.com/s/abc/call.mp3?dl=0",
        "https://youtu.be/abc?token=secret",
    )
    assert [(one.audio, one.is_file, one.name, one.size, one.stamp) for one in good] == [
        ("https://example.com/a.mp3?sig=1", False, "a", None, None),
        ("https://www.dropbox.com/s/abc/call.mp3?dl=1", False, "call", None, None),
    ]
    assert bad[0].fault == "not media"
    assert "secret" not in str(bad[0])


def test_a_file_that_may_not_be_read_is_told(calls, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert [one.fault for one in read(calls)[1]] == ["missing"] * 3
