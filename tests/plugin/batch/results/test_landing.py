"""Results land as they come: whole or not at all, one line for each recording, whoever dies meanwhile."""

import asyncio
import json
import multiprocessing
import os
import resource
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from zipfile import ZipFile

import httpx
import pytest
from tests.plugin.batch.rows import Row

from assemblyai_tools import AsyncClient, NotFoundError
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.batch.results import lines as results_file
from assemblyai_tools.batch.results import placing
from assemblyai_tools.batch.results.landing import Landing, LandingError, names_in
from assemblyai_tools.flow import Reply

TALK = {"id": "t1", "status": "completed", "text": "Good morning. " * 400, "audio_duration": 12}


def service(request):
    transcript_id = request.url.path.split("/")[3]
    if transcript_id == "gone":
        return httpx.Response(404, json={"error": "not found"})
    if request.url.path.endswith("srt"):
        return httpx.Response(200, text="1\n00:00:00,000 --> 00:00:01,000\nGood morning.\n")
    if request.url.path.endswith("paragraphs"):
        passage = {"text": "Good morning.", "start": 0, "end": 900, "words": []}
        return httpx.Response(200, json={"paragraphs": [passage]})
    return httpx.Response(200, json=TALK | {"id": transcript_id})


@pytest.fixture
def land(settings):
    """Land rows, one after the other, as a worker does."""

    def run(landing, *rows, transcript=None):
        async def main():
            async with AsyncClient(settings, transport=httpx.MockTransport(service)) as client:
                for row in rows:
                    await landing.land(client, row, transcript)

        asyncio.run(main())

    return run


def lines(folder):
    text = (folder / "results.jsonl").read_text()
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


@contextmanager
def full_disk(free=0):
    """Only so many bytes fit into each file, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


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


def test_a_recording_that_failed_has_a_line_that_says_why(tmp_path):
    Landing(tmp_path, ["text"]).failed(
        Row(state="failed", problem="empty", message="It is empty.", transcript_id=None)
    )
    (line,) = lines(tmp_path)
    assert (line["status"], line["problem"], line["message"]) == ("failed", "empty", "It is empty.")


def test_a_line_is_utf8_and_one_line_whatever_a_file_is_called(tmp_path):
    source = "/calls/\udcff\x9b31m\x1b[31m\n\u2028\x85🎧.mp3"
    Landing(tmp_path, ["text"]).failed(Row(state="failed", source=source))
    text = (tmp_path / "results.jsonl").read_text(encoding="utf-8")
    assert text.splitlines() == [text.removesuffix("\n")]
    assert text.removesuffix("\n").isprintable()
    assert json.loads(text)["source"] == source


def test_the_same_content_twice_gets_its_own_files(land, tmp_path):
    land(Landing(tmp_path, ["text"]), Row(), Row(number=2, name="a-2", source="/calls/copy.mp3"))
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "a-2.txt").read_bytes()
    assert [line["files"]["text"] for line in lines(tmp_path)] == ["a.txt", "a-2.txt"]


def test_landing_again_after_a_crash_leaves_one_line(land, tmp_path):
    land(Landing(tmp_path, ["text"]), Row(), Row(number=2, name="b"))
    land(Landing(tmp_path, ["text"]), Row(number=2, name="b"), Row(number=3, name="c"))
    assert [line["number"] for line in lines(tmp_path)] == [1, 2, 3]


def test_half_a_line_of_a_killed_process_is_cut(land, tmp_path):
    land(Landing(tmp_path, ["text"]), Row())
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"batch": "may", "number": 2, "status": "comp' + "x" * 10_000)
    land(Landing(tmp_path, ["text"]), Row(number=2, name="b"))
    assert [line["number"] for line in lines(tmp_path)] == [1, 2]


def test_a_file_that_is_half_a_line_only_is_begun_anew(land, tmp_path):
    (tmp_path / "results.jsonl").write_text('{"batch": "may"' * 1000)
    land(Landing(tmp_path, ["text"]), Row())
    assert [line["number"] for line in lines(tmp_path)] == [1]


def test_a_recording_that_was_retried_has_one_line_at_the_end(land, tmp_path):
    landing = Landing(tmp_path, ["text"])
    landing.failed(Row(state="failed", problem="service"))
    landing.failed(Row(number=2, state="failed", problem="empty"))
    Landing(tmp_path, []).failed(Row(batch="june", state="failed"))
    land(landing, Row())
    assert [line["status"] for line in lines(tmp_path)] == ["failed", "failed", "failed", "completed"]
    rows = [Row(state="done"), Row(number=2, state="failed"), Row(number=3, state="new")]
    landing.finish("may", iter(rows))
    assert [(line["batch"], line["number"], line["status"]) for line in lines(tmp_path)] == [
        ("june", 1, "failed"),
        ("may", 1, "completed"),
        ("may", 2, "failed"),
    ]
    land(landing, Row())
    assert len(lines(tmp_path)) == 3


def test_lines_of_another_program_do_not_disturb(land, tmp_path):
    (tmp_path / "results.jsonl").write_text('[1]\nno json\n{"a": 1}\n')
    land(Landing(tmp_path, ["text"]), Row())
    assert len((tmp_path / "results.jsonl").read_text().splitlines()) == 4


def _append(folder, first):
    landing = Landing(folder, [])
    for number in range(first, first + 200):
        landing.failed(Row(number=number, state="failed", message="x" * 2000))


def test_several_processes_may_write_at_once(tmp_path):
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=_append, args=(tmp_path, first)) for first in (0, 1000)]
    for worker in workers:
        worker.start()
    for number in range(5):
        Landing(tmp_path, []).finish("june", [Row(batch="june", number=number, state="failed")])
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    numbers = [line["number"] for line in lines(tmp_path) if line["batch"] == "may"]
    assert sorted(numbers) == [*range(200), *range(1000, 1200)]


def test_a_file_that_was_replaced_or_removed_while_it_was_waited_for_is_opened_again(tmp_path, monkeypatch):
    path, landing = tmp_path / "results.jsonl", Landing(tmp_path, [])
    meanwhile = [lambda: results_file.replace_file(path, [b""]), path.unlink, lambda: None]
    monkeypatch.setattr(results_file.fcntl, "flock", lambda *_: meanwhile.pop(0)())
    landing.failed(Row(state="failed"))
    assert len(lines(tmp_path)) == 1
    assert meanwhile == []


def test_a_file_system_without_locks_is_written_to_all_the_same(land, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(results_file.fcntl, "flock", refuse)
    land(Landing(tmp_path, ["text"]), Row())
    assert len(lines(tmp_path)) == 1


def test_a_full_disk_is_told_and_nothing_half_is_left(land, tmp_path):
    to = tmp_path / "results"
    landing = Landing(to, ["text"])
    with (
        full_disk(free=1000),
        pytest.raises(LandingError, match=r"cannot be written to .*File too large.*paid again"),
    ):
        land(landing, Row())
    assert not list(to.iterdir())
    land(landing, Row())
    assert len(lines(to)) == 1


@pytest.mark.parametrize("before", [0, 1])
def test_a_disk_that_is_full_within_a_line_leaves_no_half_line(tmp_path, before):
    landing = Landing(tmp_path, [])
    for number in range(before):
        landing.failed(Row(number=number, state="failed"))
    size = (tmp_path / "results.jsonl").stat().st_size if before else 0
    with full_disk(free=size + 50), pytest.raises(LandingError):
        landing.failed(Row(number=7, state="failed"))
    assert (tmp_path / "results.jsonl").stat().st_size == size
    landing.failed(Row(number=7, state="failed"))
    assert [line["number"] for line in lines(tmp_path)] == [*range(before), 7]


def test_a_disk_that_is_full_at_the_end_keeps_the_file_as_it_was(tmp_path):
    landing = Landing(tmp_path, [])
    landing.failed(Row(state="failed", message="x" * 100))
    before = (tmp_path / "results.jsonl").read_bytes()
    with full_disk(free=50), pytest.raises(LandingError):
        landing.finish("may", [Row(state="failed", message="y" * 100)])
    assert (tmp_path / "results.jsonl").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_a_file_is_told(land, tmp_path):
    (tmp_path / "results").write_text("x")
    with pytest.raises(LandingError, match="cannot be written to"):
        land(Landing(tmp_path / "results", ["text"]), Row())


def test_a_disk_that_fails_also_when_the_rest_is_removed_is_told(land, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(results_file.Path, "open", refuse)
    with pytest.raises(LandingError, match="Input/output error"):
        land(Landing(tmp_path, ["text"]), Row())


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


def test_what_replaces_half_a_line_that_was_there_at_the_last_look_is_read(tmp_path):
    one, two = (results_file.ResultsFile(tmp_path, "may") for _ in range(2))
    one.append(results_file.completed_line(Row(number=1), {"text": "a.txt"}))
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"batch": "may"')
    assert two.files_of(2) == {}
    one.append(results_file.completed_line(Row(number=2, name="b"), {"text": "b-2.txt"}))
    assert two.files_of(2) == {"text": "b-2.txt"}
