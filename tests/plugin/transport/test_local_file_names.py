"""Names of local files that are not spelled as the file is, and the nearest names."""

import pytest
from tests.plugin.transport.local_names import made, new_file, readable_file
from tests.plugin.transport.refusing import refusal

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
