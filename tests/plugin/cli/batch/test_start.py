"""What `batch start` takes, counts, bounds and names, and what its recordings become."""

import io
import json
import os

from tests.plugin.cli.batch.landed import lines_of


def test_a_folder_is_transcribed_and_its_results_land_in_files_and_are_exported_again(
    service, run, calls, home
):
    code, out, err = run("start", calls, "--name", "may", "-o", "text", "-o", "srt", "--speakers")
    assert code == 0
    assert out.startswith("may: 3 of 3 done; 3.0 min of 3.0 min; about $0.0115 of $0.0115")
    assert "The results land in may." in err
    assert sorted(path.name for path in (home / "may").iterdir()) == [
        *("a.srt", "a.txt", "b.srt", "b.txt", "c.srt", "c.txt", "results.jsonl")
    ]
    assert (home / "may/a.txt").read_text() == "Good morning.\n"
    assert [(line["name"], line["status"]) for line in lines_of(home / "may")] == [
        *(("a", "completed"), ("b", "completed"), ("c", "completed"))
    ]
    assert all(job["speaker_labels"] is True for job in service.jobs.values())
    assert len(service.jobs) == 3

    code, out, _ = run("export", "may", "--to", "again", "-o", "srt", "-o", "json")
    assert (code, out) == (0, "3 recordings exported to again\n")
    assert len(list((home / "again").glob("*.srt"))) == len(list((home / "again").glob("*.json"))) == 3
    assert [line["files"]["srt"] for line in lines_of(home / "again")] == ["a.srt", "b.srt", "c.srt"]
    service.jobs.pop(next(iter(service.jobs)))
    code, out, err = run("export", "may", "--to", "again", "--json")
    assert code == 3
    assert json.loads(out) == {"batch": "may", "to": "again", "exported": 2, "failed": 1}
    assert "not found" in err
    (home / "full/a.srt").mkdir(parents=True)  # no file can take its place
    (home / "full/b.srt").mkdir()
    code, out, err = run("export", "may", "--to", "full", "-o", "srt", "-o", "json", "--overwrite")
    assert (code, out) == (1, "")
    assert err.count("The results cannot be written to full") == 1
    again = "assemblyai-tools batch export may --to full -o srt -o json --overwrite"
    assert f"then go on. To go on: {again}\n" in err


def test_a_list_gives_names_and_options_and_the_same_content_is_paid_once(
    service, run, calls, home, monkeypatch
):
    (calls / "two\nlines 🎧.mp3").write_bytes(b"speech a")
    (home / "may").mkdir()
    (home / "may/Monday.txt").write_text("my notes")
    rows = [
        {"audio": "calls/a.mp3", "name": "../Monday", "language_code": "de"},
        {"path": "calls/two\nlines 🎧.mp3", "language_code": "de"},
        {"file": "calls/b.mp3"},
        {"file": "calls/b.mp3", "language_code": "fr"},
        {"audio": "https://example.com/c.mp3?sig=1"},
        {"audio": "calls/a.mp3", "speaker_label": True},
    ]
    text = "\n".join(map(json.dumps, rows))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code, out, err = run("start", "-", "--name", "may", "--language", "en")
    assert (code, "5 of 5 done" in out) == (3, True)
    assert "stdin, line 6: " in err
    assert "speaker_labels" in err
    names = {line["name"]: line["transcript_id"] for line in lines_of(home / "may")}
    assert list(names) == ["Monday-2", "two lines 🎧", "b", "b-2", "c"]
    assert {path.stem for path in (home / "may").glob("*.txt")} == {"Monday", *names}
    assert (home / "may/Monday.txt").read_text() == "my notes"
    assert names["Monday-2"] == names["two lines 🎧"]
    assert sorted(job["language_code"] for job in service.jobs.values()) == ["de", "en", "en", "fr"]


def test_names_are_shown_without_what_a_terminal_would_obey(service, run, home):
    folder = home / "calls\x1b[2J"
    folder.mkdir()
    (folder / "a\x9b2J\nb.mp3").touch()
    (folder / "out\x1b[2J.mp3").symlink_to("/etc/hostname")
    (folder / os.fsdecode(b"\xff.mp3")).write_bytes(b"speech")
    (folder / "c\x1b[2J\n.mp3").write_bytes(b"noise")
    code, out, err = run("start", folder, "--name", "may", "--to", "to\x1b[2J")
    assert code == 3
    assert "Left out: 3 (1 empty, 1 outside, 1 unreadable); left-out.jsonl" in err
    out += run("status", "may")[1]
    _, exported, told = run("export", "may", "--to", "to\x9b2J")
    shown = out + err + exported + told
    assert all(line.isprintable() for line in shown.split("\n"))
    (line,) = lines_of(home / "to\x1b[2J")
    assert (line["source"], line["name"]) == (f"{folder}/c\x1b[2J\n.mp3", "c [2J")


def test_a_dry_run_tells_hours_cost_and_what_is_left_out_and_sends_nothing(service, run, home, audio):
    (home / "empty.mp3").touch()
    given = [audio / "hello.flac", "https://example.com/a.mp3", home / "empty.mp3"]
    code, out, err = run("start", *given, "--name", "may", "--dry-run")
    assert code == 3
    assert out.splitlines()[0] == "Recordings: 2"
    assert out.splitlines()[1].endswith(", and 1 recording of unknown length")
    assert (
        "with the prices of 2026-09-28 (https://www.assemblyai.com/pricing); an estimate, not a bill" in out
    )
    assert "Left out: 1 (1 empty)" in out
    assert "Nothing was sent." in err
    code, out, err = run("start", *given, "--name", "may", "--dry-run", "--json", "--quiet")
    told = json.loads(out)
    assert (told["recordings"], told["unknown_lengths"], told["left_out"]) == (2, 1, {"empty": 1})
    assert told["bad"][0]["fault"] == "empty"
    assert err == ""
    assert service.uploads == {}
    assert run("status")[1] == ""


def test_many_bad_rows_are_told_in_few_lines(run, home):
    (home / "list.jsonl").write_text(
        '{"audio": "none.mp3"}\n' * 5000 + '{"audio": "https://example.com/a.mp3"}\n'
    )
    code, out, err = run("start", "list.jsonl", "--name", "may", "--dry-run")
    assert code == 3
    assert "Left out: 5,000 (5,000 missing)" in out
    assert len(err.splitlines()) == 103
    assert "5,000 read ..." in err
    assert "... and 4,900 more that are left out." in err
    assert (
        len(
            json.loads(run("start", "list.jsonl", "--name", "may", "--dry-run", "--json", "--quiet")[1])[
                "bad"
            ]
        )
        == 1000
    )


def test_a_list_twice_is_a_batch_once(run, home):
    (home / "list.txt").write_text("https://example.com/a.mp3\n" * 3)
    code, out, _ = run("start", "list.txt", "--name", "may", "--dry-run")
    assert code == 0
    assert "Recordings: 1\n" in out
    assert "Left out: 2 (2 duplicate)" in out


def test_a_batch_is_bounded_by_hours_and_cost_and_resumes_with_more(service, run, home, audio):
    code, out, err = run(
        "start", audio / "hello.flac", "--name", "may", "--max-cost", "0.000001", "--max-hours", "1"
    )
    assert code == 3
    assert "1 held" in out
    assert "1 are held by --max-hours or --max-cost" in err
    assert service.jobs == {}
    code, out, _ = run("resume", "may", "--no-work")
    assert (code, "1 waiting" in out) == (0, True)
    assert run("resume", "may", "--max-cost", "1")[0] == 0
    assert len(service.jobs) == 1


def test_prices_may_be_the_users_own(run, home, audio):
    (home / "prices.toml").write_text('date = "2027-01-01"\n[models]\nassemblyai-stt-3-7 = 3600\n')
    out = run("start", audio / "hello.flac", "--name", "may", "--dry-run", "--prices", "prices.toml")[1]
    assert "with the prices of 2027-01-01 (prices.toml)" in out
    assert "Cost: about $4" in out or "Cost: about $3" in out


def test_what_was_written_down_is_worked_on_later_without_what_has_changed_since(service, run, calls, home):
    shared = home / "shared.sqlite3"
    code, out, _ = run("start", calls, "--name", "may", "--no-work", "--database", shared)
    assert (code, "3 waiting" in out) == (0, True)
    assert service.uploads == {}
    code, out, err = run("status", "--database", shared)
    assert (
        out
        == "may: 0 of 3 done, 3 waiting; 0.0 min of 0.0 min and 3 recordings of unknown length; about $0.00 of $0.00\n"
    )
    assert "Nothing works on it now: assemblyai-tools batch resume may" in err
    assert json.loads(run("status", "may", "--database", shared, "--json")[1])["waiting"] == 3
    (calls / "b.mp3").write_bytes(b"another recording")
    (calls / "c.mp3").unlink()
    code, out, _ = run("work", "--database", shared)
    assert (code, "1 of 3 done, 2 failed" in out) == (3, True)
    assert run("status", "may", "--watch", "--database", shared, "--quiet")[0] == 3
    told = json.loads(run("status", "may", "--database", shared, "--json")[1])
    assert told["problems"] == {"changed": 1, "missing": 1}
    assert [path.name for path in (home / "may").glob("*.txt")] == ["a.txt"]
    assert len(service.jobs) == 1


def test_a_batch_that_there_is_already_is_not_begun_again(service, run, calls):
    run("start", calls, "--name", "may", "--no-work")
    code, _, err = run("start", "none.mp3", "--name", "may")
    assert code == 2
    assert "There is a batch may already; it was left as it is." in err
    assert "none.mp3" not in err
    assert service.jobs == {}
