"""Hidden files are neither read nor written nor suggested."""

from dataclasses import replace

import pytest
from tests.plugin.transport.refusing import reading, refusal, writing, written

from assemblyai_tools import upload_file
from assemblyai_tools.flow import Content, FindFiles
from assemblyai_tools.transport.file_lookup import leads_to
from assemblyai_tools.transport.local_files import readable_file, write_new
from assemblyai_tools.transport.recordings import found_files
from assemblyai_tools.transport.upload import body_of

HIDDEN = "is hidden (its name, or that of a folder, begins with a dot), and hidden files are not"


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".git/config",
        "calls/.old/a.wav",
        ".missing",
        ".gitt/x",
        "'.env'",
        "%2eenv",
        "./.env",
        "\uff0eenv",
    ],
)
def test_a_hidden_file_is_not_sent(home, made, run, settings, service, name):
    made(".env", ".git/config", "calls/.old/a.wav", "calls/a.wav")
    flow = upload_file(path=name)
    assert refusal(lambda: run(flow, settings=replace(settings, allowed_dirs=(home,)))) == (
        f"{name} {HIDDEN} sent. Rename or move it if it is a recording."
    )
    assert service.requests == []


def test_a_link_that_is_not_hidden_is_read_as_git_annex_keeps_recordings_in_a_hidden_folder(home, made):
    made(".git/annex/a.wav")
    (home / "a.wav").symlink_to(home / ".git" / "annex" / "a.wav")
    for name in ("a.wav", f"{home}/a.wav"):
        assert readable_file(name, (home,)).path == home / ".git" / "annex" / "a.wav"
    assert [file.path for file in found_files(FindFiles(None, 9), (home,)).files] == ["a.wav"]
    assert reading(".git/annex/a.wav", home).startswith(f".git/annex/a.wav {HIDDEN} sent.")


def test_a_hidden_working_folder_hides_what_is_in_it(home, made, monkeypatch):
    made(".git/config")
    monkeypatch.chdir(home / ".git")
    for name in ("config", "../.git/config"):
        assert reading(name, home).startswith(f"{name} {HIDDEN} sent.")


def test_a_name_that_loops_leads_to_nothing(home, made):
    made(".git/config")
    (home / "loop").symlink_to(home / "loop")
    assert not leads_to(home / ".git" / "config", "loop", (home,))


@pytest.mark.parametrize("name", [".\\missing.wav", "..\\outside\\a.wav"])
def test_the_dots_of_a_windows_path_hide_nothing(home, made, name):
    made("a.wav")
    assert readable_file(".\\a.wav", (home,)).path == home / "a.wav"
    assert reading(name, home).startswith(f"There is no file {name}.")


def test_a_hidden_file_is_never_suggested(home, made):
    made(".call.mp3")
    assert "nearest" not in reading("call.mp3", home)


def test_an_allowed_folder_may_be_hidden_itself(home, made):
    made(".calls/2026/a.wav", ".calls/.old/b.wav")
    for allowed in ((home / ".calls",), (home, home / ".calls"), (home / ".calls" / "2026",)):
        file = readable_file(f"{home}/.calls/2026/a.wav", allowed)
        assert file.path == home / ".calls" / "2026" / "a.wav"
        assert write_new(f"{home}/.calls/2026/{len(allowed)}{allowed[0].name}.srt", "", allowed).exists()
    assert reading(f"{home}/.calls/.old/b.wav", home / ".calls").startswith(
        f"{home}/.calls/.old/b.wav {HIDDEN}"
    )


def test_audio_that_the_program_holds_may_have_any_name(home):
    assert body_of(Content(b"a", ".env"), (home,)).name == ".env"


@pytest.mark.parametrize("name", [".x.srt", ".git/x.srt", "calls/x.srt", ".env"])
def test_no_hidden_file_is_written(home, made, name):
    made(".git/config", ".env")
    (home / "calls").symlink_to(home / ".git")
    assert writing(name, home) == (
        f"{name} {HIDDEN} written. Choose a name without a dot at its beginning, in a folder that is not hidden."
    )
    assert (written(home), written(home / ".git")) == ([".env", ".git", "calls"], ["config"])
