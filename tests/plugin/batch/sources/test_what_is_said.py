"""What is said of rows and files names them so that they can be found."""

import os

import pytest

from assemblyai_tools.batch.sources.reading import read_sources
from assemblyai_tools.batch.sources.source import BadSource, shown
from assemblyai_tools.errors import InvalidArgumentsError

COLUMNS = "audio, path, file, url, filename, audio_url"


def bad(*given):
    return [one for one in read_sources(map(str, given)) if isinstance(one, BadSource)]


def test_a_name_that_is_no_utf_8_is_shown_with_its_bytes(tmp_path):
    path = tmp_path / os.fsdecode(b"bad\xff.mp3")
    path.write_bytes(b"x")
    assert [one.where for one in bad(tmp_path)] == [f"{tmp_path}/bad\\xff.mp3"]
    assert bad(path)[0].where == f"{tmp_path}/bad\\xff.mp3"


def test_a_character_that_stands_for_no_byte_is_shown_as_its_code():
    assert shown("a\ud800\n\x1b[31mb") == "a\\ud800 [31mb"


@pytest.mark.parametrize("name", ["list.jsonl", "list.NDJSON"])
def test_a_comment_is_no_missing_file(tmp_path, name):
    (tmp_path / name).write_text("# calls of May\n\n")
    assert [(one.where, one.fault) for one in bad(tmp_path / name)] == [(f"{name}, line 1", "unreadable")]


def test_in_a_list_of_paths_a_name_may_begin_with_a_number_sign(tmp_path):
    (tmp_path / "#1.mp3").write_bytes(b"x")
    (tmp_path / "list.txt").write_text("#1.mp3\n")
    assert bad(tmp_path / "list.txt") == []


def test_lists_name_the_same_columns(tmp_path):
    (tmp_path / "list.jsonl").write_text("{}\n")
    assert COLUMNS in bad(tmp_path / "list.jsonl")[0].why
    (tmp_path / "list.csv").write_text("a\nb\n")
    with pytest.raises(InvalidArgumentsError, match=COLUMNS):
        bad(tmp_path / "list.csv")


def test_a_folder_through_a_link_holds_the_same_recordings(tmp_path):
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls/a.mp3").write_bytes(b"x")
    (tmp_path / "link").symlink_to("calls")
    assert [one.fault for one in bad(tmp_path / "calls", tmp_path / "link/a.mp3")] == ["duplicate"]
