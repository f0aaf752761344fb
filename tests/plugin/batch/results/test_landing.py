"""The files of results land whole or not at all, and replace none but those of the same recording."""

import json
from concurrent.futures import ThreadPoolExecutor
from zipfile import ZipFile

import pytest
from tests.plugin.batch.results.landed import TALK, lines
from tests.plugin.batch.rows import Row

from assemblyai_tools import NotFoundError
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.batch.results import placing
from assemblyai_tools.batch.results.landing import Landing, names_in
from assemblyai_tools.flow import Reply


def test_the_files_of_a_recording_and_its_line_are_written(land, tmp_path):
    to = tmp_path / "deep" / "results"
    land(Landing(to, ["text", "srt", "json"]), Row())
    assert sorted(path.name for path in to.iterdir()) == ["a.json", "a.srt", "a.txt", "results.jsonl"]
    assert (to / "a.txt").read_text().startswith("Good morning.")
    assert lines(to) == [
        {
            "batch": "may",
            "number": 1,
            "source": "/calls/a.mp3",
            "name": "a",
            "status": "completed",
            "transcript_id": "t1",
            "seconds": 12.5,
            "files": {"text": "a.txt", "srt": "a.srt", "json": "a.json"},
        }
    ]


def test_a_transcript_that_was_read_is_not_read_again(land, tmp_path):
    reply = Reply(200, json.dumps(TALK | {"text": "Read before."}).encode())
    land(Landing(tmp_path, ["text"]), Row(transcript_id="gone"), transcript=reply.parse(Transcript))
    assert (tmp_path / "a.txt").read_text() == "Read before.\n"


def test_the_same_content_twice_gets_its_own_files(land, tmp_path):
    land(Landing(tmp_path, ["text"]), Row(), Row(number=2, name="a-2", source="/calls/copy.mp3"))
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "a-2.txt").read_bytes()
    assert [line["files"]["text"] for line in lines(tmp_path)] == ["a.txt", "a-2.txt"]


def test_what_the_service_says_of_a_transcript_is_no_matter_of_the_disk(land, tmp_path):
    with pytest.raises(NotFoundError):
        land(Landing(tmp_path, ["text"]), Row(transcript_id="gone"))
    assert not list(tmp_path.iterdir())


def test_a_row_without_a_transcript_is_a_mistake_of_the_caller(land, tmp_path):
    with pytest.raises(ValueError, match="recording 1 of may has no transcript"):
        land(Landing(tmp_path, ["text"]), Row(transcript_id=None))


def test_files_that_were_there_before_keep_their_names(tmp_path):
    for name in ("a.txt", "b.SRT", "c.pdf"):
        (tmp_path / name).touch()
    assert names_in(tmp_path, ["text", "srt"]) == {"a", "b"}
    assert names_in(tmp_path / "none", ["text"]) == set()


def test_a_file_that_appeared_after_the_start_is_not_replaced(land, tmp_path):
    (tmp_path / "a.srt").write_text("AFTER")
    (tmp_path / "a-2.txt").mkdir()
    land(Landing(tmp_path, ["text", "srt"]), Row())
    assert (tmp_path / "a.srt").read_text() == "AFTER"
    assert not (tmp_path / "a.txt").exists()
    (line,) = lines(tmp_path)
    assert line["files"] == {"text": "a-3.txt", "srt": "a-3.srt"}
    assert (tmp_path / "a-3.txt").read_text().startswith("Good morning.")


def test_a_name_with_a_number_is_in_the_file_at_the_end_also_after_another_start(land, tmp_path):
    (tmp_path / "a.txt").write_text("AFTER")
    land(Landing(tmp_path, ["text"]), Row(), Row(number=2, name="b"))
    Landing(tmp_path, ["text"]).finish("may", [Row(state="done"), Row(number=2, name="b", state="done")])
    assert [line["files"]["text"] for line in lines(tmp_path)] == ["a-2.txt", "b.txt"]


def test_a_file_that_a_killed_process_wrote_is_known_by_its_content(land, tmp_path):
    formats = ["text", "json", "docx"]
    land(Landing(tmp_path, formats), Row())
    (tmp_path / "results.jsonl").unlink()
    before = {path.name for path in tmp_path.iterdir()}
    with ZipFile(tmp_path / "a.docx") as document:
        parts = {name: document.read(name) for name in document.namelist()}
    with ZipFile(tmp_path / "a.docx", "w") as document:  # a process of yesterday wrote it
        for name, part in (parts | {"docProps/core.xml": b"yesterday"}).items():
            document.writestr(name, part)
    land(Landing(tmp_path, formats), Row())
    assert {path.name for path in tmp_path.iterdir()} == {*before, "results.jsonl"}


def test_what_the_batch_wrote_itself_is_replaced_when_it_is_exported_again(land, tmp_path):
    landing = Landing(tmp_path, ["text", "srt"])
    land(landing, Row())
    (tmp_path / "a.txt").write_text("as it was before")
    landing = Landing(tmp_path, ["text", "srt"])
    land(landing, Row())
    assert (tmp_path / "a.txt").read_text().startswith("Good morning.")
    (tmp_path / "b.txt").write_text("AFTER")
    land(landing, Row(transcript_id="t2"), Row(number=2, name="b"))
    (tmp_path / "b-2.txt").write_text("as it was before")
    land(landing, Row(number=2, name="b"))
    assert (tmp_path / "b.txt").read_text() == "AFTER"
    assert (tmp_path / "b-2.txt").read_text().startswith("Good morning.")
    assert [line["files"]["text"] for line in lines(tmp_path)] == ["a.txt", "b-2.txt"]


def test_a_file_that_is_written_at_the_same_moment_is_not_replaced(land, tmp_path, monkeypatch):
    write, names = placing.write_whole, []

    def late(folder, name, content):
        names.append(name)
        if name == "a.srt":
            (tmp_path / "a.srt").write_text("AFTER")
        write(folder, name, content)

    monkeypatch.setattr(placing, "write_whole", late)
    land(Landing(tmp_path, ["text", "srt"]), Row())
    assert (tmp_path / "a.srt").read_text() == "AFTER"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a-2.srt",
        "a-2.txt",
        "a.srt",
        "results.jsonl",
    ]


def test_two_workers_in_one_folder_write_one_line_about_a_recording_that_both_land(land, tmp_path):
    to = tmp_path / "results"
    one, two = Landing(to, ["text"]), Landing(to, ["text"])
    land(two, Row(number=2, name="b"))
    land(one, Row(number=1, name="a"))  # and is killed before the row says that it is done
    land(two, Row(number=1, name="a"))
    assert [line["number"] for line in lines(to)] == [2, 1]
    one.finish("may", [Row(number=1, name="a", state="done"), Row(number=2, name="b", state="done")])
    land(two, Row(number=2, name="b"), Row(number=3, name="c"))
    assert [line["number"] for line in lines(to)] == [1, 2, 3]


def test_a_worker_replaces_the_files_that_another_one_wrote_for_the_same_recording(land, tmp_path):
    to = tmp_path / "results"
    one, two = Landing(to, ["text"]), Landing(to, ["text"])
    for row in (Row(number=1, name="a"), Row(number=2, name="b")):
        land(one, row)
        (to / f"{row.name}.txt").write_text("as it was before")
        land(two, row)
    assert sorted(path.name for path in to.iterdir()) == ["a.txt", "b.txt", "results.jsonl"]


def test_two_workers_that_land_one_recording_at_the_same_moment_write_its_files_once(
    land, tmp_path, monkeypatch
):
    to, real = tmp_path / "results", placing.write_whole
    one, two = Landing(to, ["text", "srt"]), Landing(to, ["text", "srt"])

    def slow(handle, name, content):
        monkeypatch.setattr(placing, "write_whole", real)
        with ThreadPoolExecutor() as other:
            other.submit(land, two, Row()).result()
        real(handle, name, content)

    monkeypatch.setattr(placing, "write_whole", slow)
    land(one, Row())
    assert sorted(path.name for path in to.iterdir()) == ["a.srt", "a.txt", "results.jsonl"]
    assert len(lines(to)) == 1
