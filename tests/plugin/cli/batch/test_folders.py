"""What a batch writes takes the place of nobody's file, and is checked before anything is sent."""

import json
from pathlib import Path

import pytest
from tests.plugin.cli.batch.landed import lines_of

from assemblyai_tools.batch.report.page import MARKER


@pytest.fixture
def done(service, run, calls):
    """A batch that is done."""
    assert run("start", calls, "--name", "may")[0] == 0
    return service


def test_a_report_replaces_a_report_and_nothing_else(service, run, calls, home):
    run("start", calls, "--name", "may", "--no-work")
    assert run("report", "may", "may.html")[0] == 0
    assert run("report", "may", "may.html")[0] == 0
    (home / "mine.HTM").write_text("<!DOCTYPE html>\n<p>My page")
    (home / "folder.html").symlink_to(home / "calls")
    for file in ("mine.HTM", "folder.html"):
        code, _, err = run("report", "may", file)
        assert (code, f"{file} exists already, is no report of a batch" in err) == (1, True)
    assert (home / "mine.HTM").read_text().endswith("My page")
    assert run("report", "may", "mine.HTM", "--overwrite")[0] == 0
    assert (home / "mine.HTM").read_text().startswith(MARKER)


def test_a_report_in_whose_place_nothing_can_be_read_is_told(service, run, calls, home, monkeypatch):
    run("start", calls, "--name", "may", "--no-work")
    (home / "mine.html").write_text("mine")

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    code, _, err = run("report", "may", "mine.html")
    assert (code, "cannot be written to mine.html (Permission denied)" in err) == (1, True)


def test_an_export_leaves_files_of_others_as_they_are(done, run, home):
    (home / "again").mkdir()
    (home / "again/a.txt").write_text("my notes")
    (home / "again/b.txt").mkdir()
    code, out, err = run("export", "may", "--to", "again")
    assert (code, out) == (3, "1 recording exported to again\n")
    assert "again/a.txt exists already, with other content, and was left as it is. Give --overwrite" in err
    assert (home / "again/a.txt").read_text() == "my notes"
    (home / "again/b.txt").rmdir()
    assert run("export", "may", "--to", "again", "--overwrite")[0] == 0
    assert run("export", "may", "--to", "again")[0] == 0
    assert (home / "again/a.txt").read_text() == "Good morning.\n"


@pytest.mark.parametrize("content", ["my own results\n", '{"batch": "x"}\n', "[1]\n"])
def test_an_export_leaves_a_results_file_of_others_as_it_is(done, run, home, content):
    (home / "again").mkdir()
    (home / "again/results.jsonl").write_text(content)
    code, _, err = run("export", "may", "--to", "again")
    assert (code, "results.jsonl exists already, is no batch's" in err) == (1, True)
    assert [path.name for path in (home / "again").iterdir()] == ["results.jsonl"]
    assert run("export", "may", "--to", "again", "--overwrite")[0] == 0
    assert '"batch": "may"' in (home / "again/results.jsonl").read_text()


def test_what_a_kill_left_of_a_line_is_not_taken_for_the_line_of_another(done, run, home):
    with (home / "may/results.jsonl").open("a") as file:
        file.write('{"batch": "ma')
    assert run("export", "may", "--to", "may")[0] == 0


def test_an_export_into_the_batchs_own_folder_adds_to_what_is_known_of_its_files(service, run, calls, home):
    (home / "may").mkdir()
    run("start", calls, "--name", "may", "--no-work")
    (home / "may/b.txt").write_text("mine")
    assert run("resume", "may")[0] == 0
    before = [line["files"]["text"] for line in lines_of(home / "may")]
    assert run("export", "may", "--to", "may", "-o", "json")[0] == 0
    files = [line["files"] for line in lines_of(home / "may")]
    assert [one["text"] for one in files] == before
    assert "b-2.txt" in before
    for one in files:
        assert all((home / "may" / name).exists() for name in one.values())
        assert one.keys() == {"text", "json"}


def test_an_export_says_of_no_recording_that_it_has_files_which_it_could_not_write(done, run, home):
    first = lines_of(home / "may")[0]
    del done.jobs[first["transcript_id"]]
    assert run("export", "may", "--to", "again")[0] == 3
    line, *others = lines_of(home / "again")
    assert (line["number"], line["status"], "files" in line) == (first["number"], "failed", False)
    assert "404" in line["message"] or "not found" in line["message"].lower()
    assert {one["status"] for one in others} == {"completed"}
    assert run("export", "may", "--to", "may", "-o", "json")[0] == 3
    assert lines_of(home / "may")[0] == first  # the batch wrote its text, which is still there


def test_an_export_that_cannot_be_written_is_told_once(done, run, home):
    (home / "file").touch()
    code, out, err = run("export", "may", "--to", "file/again")
    assert (code, out) == (1, "")
    assert err.count("cannot be written to") == 1


def test_an_export_stops_at_what_is_about_all_recordings(done, run, home, monkeypatch):
    monkeypatch.setattr(
        "assemblyai_tools.batch.results.export_landing.replace_file",
        lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")),
    )
    code, out, err = run("export", "may", "--to", "again")
    assert (code, out) == (1, "")
    assert err.count("No space left on device") == 1


def test_many_recordings_that_cannot_be_exported_are_told_in_few_lines(service, run, calls, home):
    for number in range(12):
        (calls / f"more{number}.mp3").write_bytes(b"speech of %d" % number)
    assert run("start", calls, "--name", "may")[0] == 0
    service.jobs.clear()
    code, _, err = run("export", "may", "--to", "again")
    assert code == 3
    assert err.count("not found") == 10
    assert "... and 5 more that could not be exported.\n" in err


@pytest.mark.parametrize("to", ["calls/a.mp3/deep", "/proc/none"])
def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_sent(service, run, calls, to):
    code, _, err = run("start", calls, "--name", "may", "--to", to)
    assert (code, f"The results cannot be written to {to} (" in err) == (1, True)
    assert "Nothing was sent. Choose another folder with --to." in err
    assert service.uploads == {}
    assert run("status")[1] == ""


def test_two_batches_do_not_share_a_folder(service, run, calls, home):
    run("start", calls, "--name", "may", "--to", "texts", "--no-work")
    code, _, err = run("start", calls, "--name", "june", "--to", "calls/../texts")
    assert (code, "The results of the batch may go into calls/../texts already. Choose" in err) == (1, True)
    code, _, err = run(
        "start", calls, "--name", "june", "--to", "texts", "--database", "other.sqlite3", "--no-work"
    )
    assert code == 0
    (home / "old").mkdir()
    (home / "old/results.jsonl").touch()
    code, _, err = run("start", calls, "--name", "july", "--to", "old")
    assert (code, "old/results.jsonl exists already" in err) == (1, True)
    assert service.uploads == {}


def left_out(folder):
    return [json.loads(line) for line in (folder / "left-out.jsonl").read_text().splitlines()]


def test_what_is_left_out_is_kept_beside_the_results(service, run, calls, home):
    (calls / "empty.mp3").touch()
    code, _, err = run("start", calls, calls / "a.mp3", "--name", "may", "--no-work", "--quiet")
    assert (code, err) == (3, "")
    first, second = left_out(home / "may")
    assert first == {
        "batch": "may",
        "source": f"{calls}/empty.mp3",
        "status": "left out",
        "problem": "empty",
        "message": "it is empty (0 bytes)",
    }
    assert second["problem"] == "duplicate"
    assert "3 waiting, 2 left out" in run("status", "may")[1]
    assert json.loads(run("status", "may", "--json")[1])["left_out"] == {"empty": 1, "duplicate": 1}
    run("report", "may", "may.html")
    assert "<dt>Left out</dt><dd>2</dd>" in (home / "may.html").read_text()


def test_where_nothing_is_left_out_there_is_no_such_file(service, run, calls, home):
    (home / "may").mkdir()
    (home / "may/left-out.jsonl").write_text('{"status": "left out"}\n')
    assert run("start", calls, "--name", "may", "--no-work")[0] == 0
    assert list((home / "may").iterdir()) == []
    (home / "june").mkdir()
    (home / "june/left-out.jsonl").write_text("my list\n")
    code, _, err = run("start", calls, "--name", "june", "--no-work")
    assert (code, "left-out.jsonl exists already, is no batch's" in err) == (1, True)
    (home / "june/left-out.jsonl").unlink()
    (home / "june/left-out.jsonl").mkdir()
    code, _, err = run("start", calls, "--name", "june", "--no-work")
    assert (code, "left-out.jsonl cannot be read (Is a directory)" in err) == (1, True)


def test_duplicates_are_named_in_few_lines(service, run, calls, home):
    (home / "list.txt").write_text("calls/a.mp3\n" * 14)
    code, _, err = run("start", "list.txt", "--name", "may", "--no-work")
    assert code == 0
    assert err.count("it is in the batch already, with the same options") == 10
    assert f"list.txt, line 2: it is in the batch already, with the same options ({calls}/a.mp3)\n" in err
    assert "... and 3 more that are in the batch already.\n" in err
    assert len(left_out(home / "may")) == 13


def test_a_link_and_its_target_both_get_their_results(service, run, calls, home):
    (calls / "a-link.mp3").symlink_to("c.mp3")
    code, out, _ = run("start", calls, "--name", "may")
    assert (code, "4 of 4 done" in out) == (0, True)
    assert {path.stem for path in (home / "may").glob("*.txt")} == {"a", "a-link", "b", "c"}
    assert len(service.jobs) == 3


def test_a_batch_of_nothing_says_where_it_is_written_what_was_left_out(service, run, home):
    code, _, err = run("start", "none.mp3", "--name", "may", "--quiet")
    assert code == 1
    assert "There are no recordings, so the batch may was not started." in err
    assert "may/left-out.jsonl says what was left out, and why.\n" in err
    assert left_out(home / "may")[0]["problem"] == "missing"


def test_a_disk_that_is_full_while_it_is_read_is_told(service, run, calls, monkeypatch):
    (calls / "empty.mp3").touch()
    real = Path.open

    def full(path, *given, **options):
        if path.name == "left-out.jsonl" and "w" in given:
            raise OSError(28, "No space left on device")
        return real(path, *given, **options)

    monkeypatch.setattr(Path, "open", full)
    code, _, err = run("start", calls, "--name", "may")
    assert (code, "left-out.jsonl cannot be written (No space left on device)" in err) == (1, True)
    assert service.uploads == {}
