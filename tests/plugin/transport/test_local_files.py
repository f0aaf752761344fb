import os

import pytest

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport import local_files
from assemblyai_tools.transport.local_files import MAX_UPLOAD, write_new


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A working folder that is not allowed, two allowed ones, and a secret outside."""
    for name in ("work", "first", "second", "outside"):
        (tmp_path / name).mkdir()
    (tmp_path / "outside" / "secret.wav").write_bytes(b"secret")
    (tmp_path / "first" / "a.wav").write_bytes(b"a")
    (tmp_path / "second" / "b.wav").write_bytes(b"b")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.fixture
def allowed(folders):
    return (folders / "first", folders / "second")


@pytest.fixture
def where(allowed):
    return f"Files may be in {allowed[0]}, {allowed[1]} (ASSEMBLYAI_ALLOWED_DIRS)."


def readable_file(name, allowed):
    """The resolved path of a file that may be read, once it was opened."""
    file = local_files.readable_file(name, allowed)
    with file.open() as stream:
        assert len(stream.read()) == file.size
    return file.path


def new_file(name, allowed):
    """Write a new file and check its text."""
    path = write_new(name, "words", allowed)
    assert path.read_text() == "words"
    return path


def made(folder, *names):
    """Make recordings."""
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")


def refusal(function, name, allowed):
    with pytest.raises(FileAccessError) as caught:
        function(name, allowed)
    assert caught.value.__cause__ is None
    return str(caught.value)


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


SCREEN = "Screen Recording 2026-07-30 at 9.41.07\u202fAM.mov"
"""As macOS names one, with a narrow space that no one can see or type."""


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Screen Recording 2026-07-30 at 9.41.07 AM.mov", SCREEN),
        ("Sarah\u00a0call.mp3", "Sarah call.mp3"),
        ("Sarah  call.mp3", "Sarah call.mp3"),
        ("Sarah call.mp3", "Sarah\t call.mp3"),
        ("Sarah's call.mp3", "Sarah\u2019s call.mp3"),
        ("Sarah\u2019s call.mp3", "Sarah's call.mp3"),
        ("Sarah\u2019s call.mp3", "Sarah`s call.mp3"),
        ('"Hi".mp3', "\u201cHi\u201d.mp3"),
        ("a - b.mp3", "a \u2013 b.mp3"),
        ("caf\u00e9.mp3", "cafe\u0301.mp3"),
        ("cafe\u0301.mp3", "caf\u00e9.mp3"),
        ("call 1.mp3", "call \uff11.mp3"),
        ("call.mp3", "\u202acall.mp3"),
        ("Zoom 9.41 AM/caf\u00e9.m4a", "Zoom 9.41\u202fAM/cafe\u0301.m4a"),
        ("Zoom 9.41 AM/audio.m4a", "Zoom 9.41\u202fAM/audio.m4a"),
    ],
)
def test_a_name_that_looks_the_same_is_enough_if_there_is_one_such_file(folders, allowed, given, name):
    made(folders / "first", name)
    assert readable_file(given, allowed) == folders / "first" / name
    assert readable_file(f"{folders}/first/{given}", allowed) == folders / "first" / name


def test_the_exact_name_comes_before_one_that_looks_the_same(folders, allowed):
    made(folders / "first", "caf\u00e9.mp3", "cafe\u0301.mp3")
    for name in ("caf\u00e9.mp3", "cafe\u0301.mp3"):
        assert readable_file(name, allowed).name == name


def test_of_two_files_that_look_the_same_none_is_guessed(folders, allowed, where):
    made(folders / "first", "a\u202fb.mp3", "a\u00a0b.mp3", "a_b/c.mp3", "a b.txt/c.mp3")
    assert refusal(readable_file, "a b.mp3", allowed).startswith(
        "There is no file a b.mp3. The nearest names are "
    )


def test_what_looks_the_same_must_still_be_inside(folders, allowed, where):
    (folders / "first" / "our\u202fcall.wav").symlink_to(folders / "outside" / "secret.wav")
    (folders / "first" / "our\u202ffolder").symlink_to(folders / "outside")
    (folders / "first" / "in\u202ffolder").mkdir()
    (folders / "first" / "in\u202ffolder" / "secret.wav").symlink_to(folders / "outside" / "secret.wav")
    for name in ("our call.wav", "our folder/secret.wav", "in folder/secret.wav"):
        assert refusal(readable_file, name, allowed).startswith(f"There is no file {name}. ")


def test_a_file_that_looks_like_the_folder_of_a_path_is_no_folder(folders, allowed):
    made(folders / "first", "our\u202fcall")
    assert "There is no file our call/a.wav. " in refusal(readable_file, "our call/a.wav", allowed)


def test_an_allowed_folder_may_be_spelled_in_another_way(folders):
    made(folders / "caf\u00e9", "a.wav")
    found = readable_file(f"{folders}/cafe\u0301/a.wav", (folders / "caf\u00e9",))
    assert found == folders / "caf\u00e9" / "a.wav"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("'call.mp3'", "call.mp3"),
        ('"my folder/call.mp3"', "my folder/call.mp3"),
        ("`call.mp3`", "call.mp3"),
        (" <call.mp3>\n", "call.mp3"),
        ("\u201ccall.mp3\u201d", "call.mp3"),
        ("my\\ folder/call\\ \\(1\\).mp3", "my folder/call (1).mp3"),
        ("it\\'s.mp3", "it's.mp3"),
        ("my%20folder/caf%C3%A9.mp3", "my folder/caf\u00e9.mp3"),
        ("my folder\\call.mp3", "my folder/call.mp3"),
        ("my%20folder\\call.mp3", "my folder/call.mp3"),
        ("'file://{first}/my%20folder/call.mp3'", "my folder/call.mp3"),
        ("FILE://LOCALHOST{first}/call.mp3", "call.mp3"),
        ("file://my%20folder/call.mp3", "my folder/call.mp3"),
        ("file://{first}/what%3F%20%231.mp3", "what? #1.mp3"),
        ("file://{first}/what? #1.mp3", "what? #1.mp3"),
        ("file://{first}/caf%65%CC%81.mp3", "caf\u00e9.mp3"),
        ("~call.mp3", "~call.mp3"),
    ],
)
def test_a_name_is_read_as_it_was_meant(folders, allowed, given, name):
    made(folders / "first", name)
    assert readable_file(given.format(first=folders / "first"), allowed) == folders / "first" / name


@pytest.mark.parametrize(
    "name",
    ["'call.mp3'", "a%20b.mp3", "a\\ b.mp3", "a\\b.mp3", " a.mp3", "file:call.mp3", "'a.mp3", "C:\\a.mp3"],
)
def test_a_file_with_exactly_such_a_name_comes_first(folders, allowed, name):
    made(folders / "first", name, "call.mp3", "a b.mp3", "a/b.mp3", "a.mp3")
    assert readable_file(name, allowed) == folders / "first" / name


@pytest.mark.parametrize(
    "name", ["'{root}/outside/secret.wav'", "{root}/my%20files/a", "..\\outside\\secret.wav"]
)
def test_no_reading_of_a_name_leads_outside(folders, allowed, name):
    refused = refusal(readable_file, name.format(root=folders), allowed)
    assert "is outside the allowed folders" in refused or "There is no file" in refused


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("custmer call.mp3", '"{first}/customer call.m4a"'),
        ("Customer Call.mp3", '"{first}/customer call.m4a"'),
        ("{first}/customer calls.m4a", '"{first}/customer call.m4a"'),
        (
            "interview 4.mp3",
            '"{first}/interview 3.mp3", "{first}/interview 2.mp3", "{first}/interview 1.mp3"',
        ),
        ("recordngs/monday.mp3", '"{first}/recordings"'),
        ("{first}/recordings/munday.mp3", '"{first}/recordings/monday.mp3"'),
        ("somewhere/customer call.m4a", '"{first}/customer call.m4a"'),
        ("noise.mp3", '"{second}/noises.mp3"'),
    ],
)
def test_the_error_for_a_missing_file_names_the_nearest_ones(folders, allowed, where, given, nearest):
    names = ("customer call.m4a", "recordings/monday.mp3", ".hidden.mp3", "zebra.mp3")
    made(folders / "first", *names, *(f"interview {number}.mp3" for number in range(4)))
    made(folders / "second", "noises.mp3")
    made(folders / "outside", "custmer call.wav")
    paths = {"first": folders / "first", "second": folders / "second"}
    name = given.format(**paths)
    assert refusal(readable_file, name, allowed) == (
        f"There is no file {name}. The nearest names are {nearest.format(**paths)}. {where}"
    )


def test_a_hidden_file_is_not_suggested_for_one_that_is_not(folders, allowed):
    made(folders / "first", ".call.mp3")
    assert "nearest" not in refusal(readable_file, "call.mp3", allowed)


def test_a_suggestion_is_short_in_the_working_folder_and_shows_no_invisible_characters(folders):
    made(folders / "work", "customer\u202e call\n.mp3", "~xyz/cool.mp3")
    allowed = (folders / "work",)
    assert 'The nearest names are "customer call .mp3".' in refusal(
        readable_file, "custmer call.mp3", allowed
    )
    assert readable_file("customer call .mp3", allowed).name == "customer\u202e call\n.mp3"
    assert 'The nearest names are "./~xyz".' in refusal(readable_file, "~xyy", allowed)
    assert readable_file("./~xyz/cool.mp3", allowed) == folders / "work" / "~xyz" / "cool.mp3"


def test_an_allowed_folder_that_does_not_exist_shows_nothing_of_the_folders_above_it(folders):
    made(folders, "call.mp3")
    allowed = (folders / "missing",)
    assert refusal(readable_file, "cal.mp3", allowed) == (
        f"There is no file cal.mp3. Check the name; find_recordings lists what there is. "
        f"Files may be in {allowed[0]} (ASSEMBLYAI_ALLOWED_DIRS; {allowed[0]} does not exist)."
    )


def test_a_folder_that_cannot_be_read_has_no_names(folders, allowed, monkeypatch):
    def refuse(_folder):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.listdir", refuse)
    assert "There is no file aa.wav. Check the name; " in refusal(readable_file, "aa.wav", allowed)


def test_a_link_loop_that_looks_the_same_is_no_file(folders, allowed):
    (folders / "first" / "a\u202floop.wav").symlink_to(folders / "first" / "a\u202floop.wav")
    assert "There is no file a loop.wav. Check the name; " in refusal(readable_file, "a loop.wav", allowed)
    assert "There is no folder " in refusal(new_file, "a loop.wav/new.srt", allowed)


def test_a_link_loop_is_not_suggested(folders, allowed):
    (folders / "first" / "looping.wav").symlink_to(folders / "first" / "looping.wav")
    assert "There is no file lopping.wav. Check the name; " in refusal(readable_file, "lopping.wav", allowed)


def test_a_windows_path_is_told_apart(folders, allowed, where):
    made(folders / "first", "customer call.mp3")
    name = "C:\\Users\\me\\Downloads\\customer call.mp3"
    machine = (
        f"There is no file {name}. It is a Windows path, and paths on this machine look like {allowed[0]}. "
    )
    assert refusal(readable_file, name, allowed) == (
        f'{machine}The nearest names are "{folders}/first/customer call.mp3". {where}'
    )
    assert "It is a Windows path, " in refusal(readable_file, "\\\\server\\share\\x.mp3", allowed)


@pytest.mark.parametrize("name", ["example.com/talks/a.mp3", "https://example.com/talks/a.mp3"])
def test_what_looks_like_a_web_address_is_told_apart(allowed, where, name):
    assert refusal(readable_file, name, allowed) == (
        f"There is no file {name}. "
        f"If it is a web address, call transcribe with audio=https://example.com/talks/a.mp3. {where}"
    )


def test_a_pattern_is_not_a_file(folders, allowed, where):
    assert refusal(readable_file, "*.wav", allowed) == (
        f"There is no file *.wav. Name one file; find_recordings lists what there is. {where}"
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
