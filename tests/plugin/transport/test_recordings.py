import os
from datetime import UTC, datetime
from itertools import count
from shutil import copy
from types import SimpleNamespace

import pytest

from assemblyai_tools import FileAccessError, find_recordings
from assemblyai_tools.flow import FindFiles
from assemblyai_tools.transport import recordings
from assemblyai_tools.transport.audio_length import length_of
from assemblyai_tools.transport.local_files import readable_file
from assemblyai_tools.transport.recordings import found_files

DAY = 86_400


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An allowed folder, which is the working folder."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def made(tmp_path):
    """Make files below a folder, each newer than the one before."""
    days = count(20_000)

    def make(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
            os.utime(path, (0, next(days) * DAY))

    return make


def paths(*allowed, name=None, limit=20):
    return [file.path for file in found_files(FindFiles(name, limit), allowed).files]


def test_media_files_are_found_newest_first_in_all_folders_below(home, made):
    made(
        "home/old.mp3",
        "home/calls/2026/new.M4A",
        "home/calls/mid.webm",
        "home/notes.txt",
        "home/mp3",
        "home/a.ts",
    )
    assert paths(home) == ["calls/mid.webm", "calls/2026/new.M4A", "old.mp3"]


def test_a_path_may_be_given_to_transcribe_as_it_is(home, tmp_path, made):
    made("home/calls/a.mp3", "data/b.mp3", "home/~x/c.mp3", "home/www.x.com/d.mp3")
    made("home/Recording 9.41\u202fAM.m4a", "home/tricky\u202e\nname.mp3", "home/' quoted'.mp3")
    allowed = (home, tmp_path / "data")
    found = paths(*allowed)
    assert found[2:] == [
        "Recording 9.41 AM.m4a",
        "./www.x.com/d.mp3",
        "./~x/c.mp3",
        f"{tmp_path}/data/b.mp3",
        "calls/a.mp3",
    ]
    assert found[1] == "tricky name.mp3"
    assert len({readable_file(path, allowed).path for path in found}) == 7


def test_the_limit_takes_the_newest_and_the_total_counts_all(home, made):
    made(*(f"home/{number}.mp3" for number in range(5)))
    found = found_files(FindFiles(None, 2), (home,))
    assert [file.path for file in found.files] == ["4.mp3", "3.mp3"]
    assert (found.total, found.complete, found.folders) == (5, True, (str(home),))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("sarah", ["calls/Sarah-Müller.mp3", "SARAH/a.mp3"]),
        ("SARAH muller", ["calls/Sarah-Müller.mp3"]),
        ("mu\u0308ller sarah", ["calls/Sarah-Müller.mp3"]),
        ("calls/Sarah-Müller.mp3", ["calls/Sarah-Müller.mp3"]),
        ("*.wav", ["b.wav"]),
        ("strasse", ["Straße 5.ogg"]),
        ("*", ["calls/Sarah-Müller.mp3", "SARAH/a.mp3", "b.wav", "Straße 5.ogg"]),
        ("home", ["calls/Sarah-Müller.mp3", "SARAH/a.mp3", "b.wav", "Straße 5.ogg"]),
        ("tmp", []),
    ],
)
def test_a_name_holds_all_words_in_any_case_and_spelling(home, made, name, found):
    made("home/Straße 5.ogg", "home/b.wav", "home/SARAH/a.mp3", "home/calls/Sarah-Müller.mp3")
    assert paths(home, name=name) == found


def test_hidden_files_and_the_folders_of_programs_are_skipped(home, made):
    made("home/.cache/a.mp3", "home/._b.mp3", "home/node_modules/c.mp3", "home/x/venv/d.mp3", "home/e.mp3")
    assert paths(home) == ["e.mp3"]
    assert paths(home, home / ".cache") == ["e.mp3", ".cache/a.mp3"]


def test_each_file_is_found_once_however_often_its_folder_is_allowed(home, made):
    made("home/calls/a.mp3", "home/b.mp3")
    (home / "link.mp3").symlink_to(home / "calls" / "a.mp3")
    (home / "calls" / "z.mp3").symlink_to(home / "b.mp3")
    (home / "again").symlink_to(home / "calls")
    assert paths(home, home / "calls", home) == ["b.mp3", "calls/a.mp3"]


def test_a_link_counts_if_it_leads_to_an_allowed_folder(home, tmp_path, made):
    made("home/.annex/content", "outside/secret.mp3")
    (home / "kept.mp3").symlink_to(home / ".annex" / "content")
    (home / "out.mp3").symlink_to(tmp_path / "outside" / "secret.mp3")
    (home / "out").symlink_to(tmp_path / "outside")
    (home / "nowhere.mp3").symlink_to(home / "missing.mp3")
    (home / "loop.mp3").symlink_to(home / "loop.mp3")
    os.mkfifo(home / "pipe.mp3")
    assert paths(home) == ["kept.mp3"]


def test_a_folder_that_cannot_be_read_or_is_missing_has_none(home, made, monkeypatch):
    made("home/a.mp3", "home/locked/b.mp3")
    real = os.open

    def refuse(path, *arguments, **options):
        if path == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr("os.open", refuse)
    assert paths(home, home / "missing") == ["a.mp3"]


def test_an_entry_that_cannot_be_told_apart_is_no_folder():
    def fail(*, follow_symlinks):
        raise PermissionError(13, "Permission denied")

    assert not recordings._is_folder(SimpleNamespace(is_dir=fail))


def test_a_large_tree_is_looked_at_in_part_and_that_is_said(home, made, monkeypatch):
    made("home/top.mp3", "home/a/b/c/deep.mp3", *(f"home/{number}.txt" for number in range(9)))
    monkeypatch.setattr(recordings, "_DEEPEST", 2)
    found = found_files(FindFiles(None, 20), (home,))
    assert ([file.path for file in found.files], found.complete) == (["top.mp3"], False)


def test_no_more_than_a_number_of_entries_is_looked_at(home, made):
    made(*(f"home/{number}.mp3" for number in range(9)), "home/x/a.mp3")
    walk = recordings._Walk((home,), room=5)
    assert (len(list(walk.recordings())) <= 5, walk.complete) == (True, False)
    walk = recordings._Walk((home,), room=11)
    assert (len(list(walk.recordings())), walk.complete) == (10, True)


def test_lengths_are_read_where_the_file_tells_them(home, audio):
    for name in ("hello.flac", "launch.ogg"):
        copy(audio / name, home / name)
    (home / "damaged.flac").write_bytes((audio / "hello.flac").read_bytes()[:20])
    (home / "damaged.mp3").write_bytes(b"ID3" + b"\xff" * 500)
    (home / "text.mkv").write_bytes(b"no video")
    (home / "empty.wav").touch()
    found = found_files(FindFiles(None, 20), (home,)).files
    assert {file.path: file.seconds and round(file.seconds) for file in found} == {
        "hello.flac": 4,
        "launch.ogg": 9,
        "damaged.flac": None,
        "damaged.mp3": None,
        "text.mkv": None,
        "empty.wav": None,
    }


def test_a_file_that_disappears_has_no_length(home, made):
    made("home/gone.mp3")
    file = readable_file("gone.mp3", (home,))
    (home / "gone.mp3").unlink()
    assert length_of(file) is None


@pytest.mark.parametrize(("changed", "years"), [(-5 * DAY, {1970}), (2**40, {9999, 2446})])
def test_an_impossible_date_is_the_nearest_possible_one(home, made, changed, years):
    """Some file systems do not keep a year after 2446."""
    made("home/a.mp3")
    os.utime(home / "a.mp3", (0, changed))
    (file,) = found_files(FindFiles(None, 20), (home,)).files
    assert file.modified.astimezone(UTC).year in years


def test_a_date_has_the_zone_of_this_machine(home, made):
    made("home/a.mp3")
    (file,) = found_files(FindFiles(None, 20), (home,)).files
    assert file.modified == datetime.fromtimestamp(20_000 * DAY).astimezone()
    assert file.modified.utcoffset() is not None


def test_without_allowed_folders_nothing_is_looked_at(home):
    with pytest.raises(FileAccessError) as caught:
        paths()
    assert str(caught.value) == (
        "There is no folder to look for recordings in. "
        "No folder is allowed yet: the person who runs this must set ASSEMBLYAI_ALLOWED_DIRS."
    )


def test_without_a_working_folder_paths_are_shown_in_full(home, tmp_path, made):
    made("data/a.mp3")
    home.rmdir()
    assert paths(tmp_path / "data") == [f"{tmp_path}/data/a.mp3"]


def test_both_clients_look_without_a_key_and_without_a_request(run, settings, tmp_path, service):
    (tmp_path / "call.mp3").write_bytes(b"x")
    view = run(find_recordings(name="call"))
    assert [recording.path for recording in view.recordings] == [f"{tmp_path}/call.mp3"]
    assert service.requests == []


def test_an_allowed_folder_that_does_not_exist_is_told_instead_of_finding_nothing_in_it(home, tmp_path):
    lost = tmp_path / "lost"
    found = found_files(FindFiles(None, 20), (home, lost))
    assert found.folders == (str(home), f"{lost} (does not exist)")
    with pytest.raises(FileAccessError) as caught:
        found_files(FindFiles(None, 20), (lost,))
    assert str(caught.value) == (
        f"There is no folder to look for recordings in. Files may be in {lost} (ASSEMBLYAI_ALLOWED_DIRS; {lost} does "
        "not exist)."
    )
