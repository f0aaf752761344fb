"""The file of results has one line for each recording, whoever dies or writes meanwhile."""

import json
import multiprocessing

from tests.plugin.batch.results.landed import lines
from tests.plugin.batch.rows import Row

from assemblyai_tools.batch.results import lines as results_file
from assemblyai_tools.batch.results.landing import Landing


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


def test_what_replaces_half_a_line_that_was_there_at_the_last_look_is_read(tmp_path):
    one, two = (results_file.ResultsFile(tmp_path, "may") for _ in range(2))
    one.append(results_file.completed_line(Row(number=1), {"text": "a.txt"}))
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"batch": "may"')
    assert two.files_of(2) == {}
    one.append(results_file.completed_line(Row(number=2, name="b"), {"text": "b-2.txt"}))
    assert two.files_of(2) == {"text": "b-2.txt"}
