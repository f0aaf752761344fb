"""Which local files may be read and written, and what is told of the others."""

import os

import pytest
from tests.plugin.transport.local_names import made, new_file, readable_file
from tests.plugin.transport.refusing import refusal

from assemblyai_tools.transport import local_files
from assemblyai_tools.transport.local_files import MAX_UPLOAD, write_new


@pytest.mark.parametrize(
    "name",
    [
        "{first}/a.wav",
        "a.wav",
        "../first/a.wav",
        "{first}/../first/a.wav",
        "file://{first}/a.wav",
        "file:{first}/a.wav",
        "file:a.wav",
        "file://localhost{first}/a.wav",
    ],
)
def test_a_file_in_an_allowed_folder_is_found_however_it_is_named(folders, allowed, name):
    assert readable_file(name.format(first=folders / "first"), allowed) == folders / "first" / "a.wav"


def test_a_relative_name_is_looked_for_in_every_allowed_folder(folders, allowed):
    assert readable_file("b.wav", allowed) == folders / "second" / "b.wav"


def test_a_file_uri_is_decoded(folders, allowed):
    (folders / "first" / "été 1.wav").write_bytes(b"x")
    found = readable_file(f"file://{folders}/first/%C3%A9t%C3%A9%201.wav", allowed)
    assert found == folders / "first" / "été 1.wav"


def test_a_percent_sign_in_a_plain_name_is_just_a_percent_sign(folders, allowed):
    (folders / "first" / "50%20off.wav").write_bytes(b"x")
    assert readable_file("50%20off.wav", allowed) == folders / "first" / "50%20off.wav"


def test_the_home_folder_may_be_written_as_a_tilde(folders, allowed, monkeypatch):
    monkeypatch.setenv("HOME", str(folders / "first"))
    assert readable_file("~/a.wav", allowed) == folders / "first" / "a.wav"


def test_a_link_is_followed_within_the_allowed_folders(folders, allowed):
    (folders / "first" / "link.wav").symlink_to(folders / "second" / "b.wav")
    assert readable_file("link.wav", allowed) == folders / "second" / "b.wav"


def test_an_allowed_folder_may_itself_be_a_link(folders):
    (folders / "alias").symlink_to(folders / "first")
    assert readable_file("a.wav", (folders / "alias",)) == folders / "first" / "a.wav"


@pytest.mark.parametrize(
    "name",
    [
        "{root}/outside/secret.wav",
        "{root}/outside/missing.wav",
        "{root}/outside",
        "../outside/secret.wav",
        "{first}/../outside/secret.wav",
        "{first}/../outside/missing.wav",
        "file://{root}/outside/secret.wav",
        "file://{first}/%2e%2e/outside/secret.wav",
        "link-out.wav",
        "dangling.wav",
        "folder-out/secret.wav",
        "{root}/first-but-longer/a.wav",
        "/etc/passwd",
        "/",
        "~root/secret.wav",
    ],
)
@pytest.mark.parametrize("function", [readable_file, new_file])
def test_the_refusal_of_a_path_outside_is_the_same_whether_or_not_the_file_exists(
    folders, allowed, where, name, function
):
    (folders / "first" / "link-out.wav").symlink_to(folders / "outside" / "secret.wav")
    (folders / "first" / "dangling.wav").symlink_to(folders / "outside" / "missing.wav")
    (folders / "first" / "folder-out").symlink_to(folders / "outside")
    # The relative links are reached by full name: a bare name could also be meant for another folder.
    prefix = (
        f"{folders}/first/" if name.split("/")[0] in {"link-out.wav", "dangling.wav", "folder-out"} else ""
    )
    given = prefix + name.format(root=folders, first=folders / "first")
    assert (
        refusal(function, given, allowed)
        == f"{given} is outside the allowed folders, or a link that leads outside. {where}"
    )


def test_a_relative_link_that_leads_outside_is_not_followed(folders, allowed, where):
    (folders / "first" / "link-out.wav").symlink_to(folders / "outside" / "secret.wav")
    assert (
        refusal(readable_file, "link-out.wav", allowed)
        == f"There is no file link-out.wav. Check the name; find_recordings lists what there is. {where}"
    )


def test_the_working_folder_must_be_allowed_too(folders, allowed, where):
    (folders / "work" / "here.wav").write_bytes(b"x")
    assert (
        refusal(readable_file, "here.wav", allowed)
        == f"There is no file here.wav. Check the name; find_recordings lists what there is. {where}"
    )


def test_without_allowed_folders_no_file_is_readable(folders):
    name = str(folders / "first" / "a.wav")
    assert refusal(readable_file, name, ()) == (
        f"{name} is outside the allowed folders, or a link that leads outside. "
        "No folder is allowed yet: the person who runs this must set ASSEMBLYAI_ALLOWED_DIRS."
    )


def test_a_missing_file_is_reported_as_missing(allowed, where):
    assert (
        refusal(readable_file, "nope.wav", allowed)
        == f"There is no file nope.wav. Check the name; find_recordings lists what there is. {where}"
    )


def test_a_folder_is_not_a_recording(folders, allowed):
    name = str(folders / "first")
    assert refusal(readable_file, name, allowed) == (
        f"{name} is a folder, not a file. Name one audio or video file in it."
    )


def test_an_empty_file_is_refused_before_anything_is_sent(folders, allowed):
    (folders / "first" / "empty.wav").touch()
    assert refusal(readable_file, "empty.wav", allowed) == "empty.wav is empty. Give a file that holds audio."


def test_a_file_that_is_too_large_is_refused_before_anything_is_sent(folders, allowed):
    os.truncate(folders / "first" / "a.wav", MAX_UPLOAD + 1)  # sparse: it takes no room
    assert refusal(readable_file, "a.wav", allowed) == (
        "a.wav has 2,200,000,001 bytes; an upload may have 2,200,000,000 (2.2 GB). "
        "Compress or split it, or give a public URL (up to 5 GB)."
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a\0.wav", "it holds a NUL byte"),
        ("file:///a%00.wav", "it holds a NUL byte"),
        ("~nobody-by-that-name/a.wav", "there is no home folder of that user"),
    ],
)
@pytest.mark.parametrize("function", [readable_file, new_file])
def test_a_name_that_is_not_a_valid_path_is_explained(allowed, name, reason, function):
    assert refusal(function, name, allowed) == f"{name!r} is not a usable path: {reason}. Check the name."


def test_a_name_that_is_too_long_is_explained(allowed):
    for name in ("x" * 300, "a/" * 3000):
        assert " is not a usable path: it is too long. " in refusal(readable_file, name, allowed)


@pytest.mark.parametrize("function", [readable_file, write_new])
def test_an_endless_name_is_not_repeated_in_full(allowed, function):
    """A model may have sent a recording as text."""

    def call(name, allowed):
        return function(name, *(["words"] if function is write_new else []), allowed)

    assert refusal(call, "UklGR" * 100_000, allowed) == (
        f"'{'UklGR' * 40}...' is not a usable path: it is too long. Check the name."
    )


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("'new.srt'", "new.srt"),
        ("my\\ captions.srt", "my captions.srt"),
        ("50%20off.srt", "50%20off.srt"),
        ("Zoom 9.41 AM/new.srt", "Zoom 9.41\u202fAM/new.srt"),
        ("Zoom%209.41 AM/new.srt", "Zoom 9.41\u202fAM/new.srt"),
        ("my%20folder/new.srt", "my folder/new.srt"),
        ("my folder\\new.srt", "my folder\\new.srt"),
    ],
)
def test_a_new_file_is_made_where_it_was_meant(folders, allowed, given, name):
    made(folders / "first", "Zoom 9.41\u202fAM/audio.m4a", "my folder/a.wav")
    assert new_file(given, allowed) == folders / "first" / name


@pytest.mark.parametrize("name", ["{first}/new.srt", "file://{first}/new.srt"])
def test_a_new_file_may_be_made_in_an_allowed_folder(folders, allowed, name):
    assert new_file(name.format(first=folders / "first"), allowed) == folders / "first" / "new.srt"


def test_a_relative_new_file_goes_to_the_first_allowed_folder(folders, allowed):
    assert new_file("new.srt", allowed) == folders / "first" / "new.srt"


def test_a_relative_new_file_goes_to_the_working_folder_if_that_is_allowed(folders, allowed):
    assert new_file("new.srt", (*allowed, folders / "work")) == folders / "work" / "new.srt"


@pytest.mark.parametrize("name", ["a.wav", "b.wav", "{first}"])
def test_nothing_is_ever_overwritten(folders, allowed, name):
    given = name.format(first=folders / "first")
    assert (
        refusal(new_file, given, allowed)
        == f"{given} exists already and was left as it is. Choose another name."
    )


def test_no_folder_is_made_for_a_new_file(folders, allowed, where):
    assert refusal(new_file, "deep/new.srt", allowed) == (
        f"There is no folder {folders / 'first' / 'deep'} to write deep/new.srt to. {where}"
    )


def test_text_is_written_exactly_as_it_is(folders, allowed):
    path = write_new("new.srt", "1\r\nGr\u00fc\u00dfe\n", allowed)
    assert path.read_bytes() == b"1\r\nGr\xc3\xbc\xc3\x9fe\n"


def test_a_file_that_appears_in_the_meantime_is_not_overwritten(folders, allowed, monkeypatch):
    name = str(folders / "first" / "a.wav")
    monkeypatch.setattr(local_files, "is_there", lambda *_: False)
    assert refusal(new_file, name, allowed) == (
        f"{name} exists already and was left as it is. Choose another name."
    )
    assert list((folders / "first").iterdir()) == [folders / "first" / "a.wav"]
    assert (folders / "first" / "a.wav").read_bytes() == b"a"
