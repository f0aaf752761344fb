"""The ledger as a file: what it holds, who can read it, and that it never stops a call."""

import json
import logging
import os
import sqlite3
import stat
import subprocess
import sys
from types import SimpleNamespace

import pytest

from assemblyai_tools import delete_transcript, transcribe
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.flow import Content
from assemblyai_tools.ledger.ledger import NOT_AT_ONCE, Ledger, Owner, nothing_known
from assemblyai_tools.ledger.process import runs_elsewhere, this_process
from assemblyai_tools.ledger.store import Store
from assemblyai_tools.ledger.subject import Subject
from assemblyai_tools.ledger_steps import (
    DropOrder,
    ForgetTranscript,
    Known,
    KnownFiles,
    KnownTranscripts,
    NameSpeakers,
    Order,
    PlaceOrder,
    RecordJob,
    RecordSending,
    RecordTranscript,
    SpeakerNames,
    TranscribedFile,
)
from assemblyai_tools.transport.local_file import LocalFile

URL = "https://user:secret@x.test/call.mp3?X-Amz-Signature=s3cr3t"
STEPS = [
    PlaceOrder("https://x.test/a.mp3", None, {}),
    RecordSending(1, "https://cdn.test/1"),
    RecordJob(1, "t1"),
    DropOrder(1),
    RecordTranscript("t1", "completed", lambda: Known("t1", "completed")),
    ForgetTranscript("t1"),
    KnownTranscripts(["t1"]),
    KnownFiles({"a.mp3": ("/a.mp3", "stamp")}),
    TranscribedFile("t1"),
    SpeakerNames("t1"),
    NameSpeakers("t1", {"A": "Sarah"}),
]


def ask(ledger, step, account="me"):
    return ledger.answer(step, account, owner=Owner(), source=None, hours=24)


def found(file):
    """A local file as an upload finds it."""
    return LocalFile(file, file.stat(), (file.parent,))


def read(transcript_id, **facts):
    """The step about a completed transcript that was read."""
    return RecordTranscript(transcript_id, "completed", lambda: Known(transcript_id, "completed", **facts))


def rows(path):
    with sqlite3.connect(path) as database:
        return database.execute("SELECT * FROM jobs").fetchall()


def test_it_holds_no_key_no_address_with_a_secret_and_only_the_first_words(client_of, service, kept, key):
    service.outcome |= {"text": "word " * 100}
    client_of(kept).run(transcribe(audio=URL))
    held = json.dumps(rows(kept.ledger))
    assert key not in held
    assert "s3cr3t" not in held
    assert "secret" not in held
    assert held.count("word ") == 16


def test_only_its_owner_can_read_it(client_of, kept):
    client_of(kept).run(transcribe(audio=URL))
    files = [kept.ledger.parent, *kept.ledger.parent.iterdir()]
    assert len(files) > 1
    assert {stat.S_IMODE(file.stat().st_mode) & 0o077 for file in files} == {0}


def test_a_deletion_removes_what_was_said(client_of, kept):
    client = client_of(kept)
    client.run(transcribe(audio=URL))
    client.run(delete_transcript(transcript_id="t1"))
    assert "Hello" not in json.dumps(rows(kept.ledger))


def damaged(path):
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 100)


def locked(path):
    Store(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    return holder


def a_folder(path):
    path.mkdir(parents=True)


@pytest.mark.parametrize("break_it", [damaged, locked, a_folder])
def test_one_that_cannot_be_used_stops_no_call_and_warns_once(
    client_of, service, kept, caplog, monkeypatch, break_it
):
    monkeypatch.setattr("assemblyai_tools.ledger.store._LOCK_SECONDS", 0.01)
    holder = break_it(kept.ledger)
    client = client_of(kept)
    with caplog.at_level(logging.WARNING):
        assert [client.run(transcribe(audio=URL)).id for _ in range(2)] == ["t1", "t2"]
    assert [record.message.partition(" cannot be used")[1:2] for record in caplog.records] == [
        (" cannot be used",)
    ]
    if holder:
        holder.close()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_a_broken_one_answers_every_step_as_if_there_were_none(tmp_path, step):
    damaged(tmp_path / "state" / "ledger")
    ledger = Ledger(tmp_path / "state" / "ledger")
    for answer in (ask(ledger, step), ledger.at_once(step, "me"), ask(ledger, step)):
        expected = nothing_known(step)
        assert answer == expected or type(answer) is type(expected) is ConfigurationError


def test_steps_about_an_order_that_is_not_in_a_ledger_change_nothing():
    ledger = Ledger()
    for step in (RecordSending(None, "https://cdn.test/1"), RecordJob(None, "t1"), DropOrder(None)):
        assert ask(ledger, step) is None
    assert ask(ledger, KnownTranscripts(["t1"])) == {}


def test_memory_keeps_the_newest_thousand_orders(monkeypatch):
    monkeypatch.setattr("assemblyai_tools.ledger.store._MOST_ROWS", {True: 3, False: 3})
    store = Store(None)
    numbers = [store.intend("me", Subject(f"url:{n}", ""), n * 90_000.0) for n in range(10)]
    left = [n for n in range(10) if store.newest("me", Subject(f"url:{n}", ""))]
    assert (numbers[-1], left) == (10, [6, 7, 8, 9])
    store.close()


def test_what_is_known_of_transcripts_is_told_from_memory_while_there_is_nothing():
    ledger = Ledger()
    for step in (KnownTranscripts(["t1"]), KnownFiles({"a.mp3": ("/a.mp3", "stamp")}), SpeakerNames("t1")):
        assert ledger.at_once(step, "me") == {}
    ask(ledger, read("t1", first_words="Hello"))
    assert ledger.at_once(KnownTranscripts(["t1"]), "me") is NOT_AT_ONCE
    assert ask(ledger, KnownTranscripts(["t1", "t2"])) == {
        "t1": Known("t1", "completed", first_words="Hello")
    }
    assert ask(ledger, KnownTranscripts(["t1"]), account="other") == {}


def test_a_job_that_was_read_before_its_order_knew_it_is_the_orders():
    ledger = Ledger()
    order = ask(ledger, PlaceOrder("https://x.test/call.mp3", None, {}))
    ask(ledger, read("t1"))
    ask(ledger, RecordJob(order.number, "t1"))
    assert ask(ledger, KnownTranscripts(["t1"]))["t1"].name == "call.mp3"
    assert ask(ledger, PlaceOrder("https://x.test/call.mp3", None, {})) == Order(transcript_id="t1")


def test_names_in_a_file_are_read_again_after_some_seconds(tmp_path):
    now = 1000.0
    first, second = (Ledger(tmp_path / "ledger", clock=lambda: now) for _ in range(2))
    assert ask(first, SpeakerNames("t1")) == {}
    ask(second, NameSpeakers("t1", {"A": "Sarah"}))
    assert first.at_once(SpeakerNames("t1"), "me") == {}
    now += 6
    assert first.at_once(SpeakerNames("t1"), "me") is NOT_AT_ONCE
    assert ask(first, SpeakerNames("t1")) == {"A": "Sarah"}


def test_a_file_is_known_as_long_as_it_does_not_change(tmp_path):
    ledger, file = Ledger(), tmp_path / "a.mp3"
    file.write_bytes(b"x")
    step = PlaceOrder(None, "a.mp3", {})
    order = ledger.answer(step, "me", owner=Owner(), source=found(file), hours=24)
    ask(ledger, RecordJob(order.number, "t1"))
    files = {"a.mp3": (str(file), found(file).stamp), "b.mp3": (str(tmp_path / "b.mp3"), "stamp")}
    assert ask(ledger, KnownFiles(files)) == {"a.mp3": Known("t1", "created", name="a.mp3")}
    file.write_bytes(b"other")
    assert ask(ledger, KnownFiles({"a.mp3": (str(file), found(file).stamp)})) == {}


def test_a_file_that_vanishes_is_left_to_the_upload(tmp_path):
    step = PlaceOrder(None, "a.mp3", {})
    (tmp_path / "gone.mp3").write_bytes(b"x")
    source = found(tmp_path / "gone.mp3")
    (tmp_path / "gone.mp3").unlink()
    assert Ledger().answer(step, "me", owner=Owner(), source=source, hours=24) == Order()


@pytest.fixture
def two(tmp_path, monkeypatch):
    """Two processes with one ledger; the second is the running one."""
    names, alive = iter(["here:1", "here:2", "here:2", "here:2"]), {"here:1"}
    monkeypatch.setattr("assemblyai_tools.ledger.ledger.this_process", lambda: next(names))
    monkeypatch.setattr("assemblyai_tools.ledger.ledger.runs_elsewhere", lambda name: name in alive)
    clock = SimpleNamespace(now=1000.0)
    first, second = (Ledger(tmp_path / "ledger", clock=lambda: clock.now) for _ in range(2))
    return first, second, alive, clock


UPLOADED = PlaceOrder(None, Content(b"sound", "a.mp3"), {})


def place(ledger, owner=None):
    return ledger.answer(UPLOADED, "me", owner=owner or Owner(), source=b"sound", hours=24)


def test_an_order_that_another_process_is_creating_is_waited_for(two):
    first, second, *_ = two
    number = place(first).number
    assert place(second) == Order(busy=True)
    ask(first, RecordJob(number, "t1"))
    assert place(second) == Order(transcript_id="t1")


def test_an_order_of_a_process_that_died_is_taken_over(two):
    first, second, alive, _ = two
    number = place(first).number
    ask(first, RecordSending(number, "https://cdn.test/1"))
    alive.clear()
    order = place(second)
    assert (order.number, order.in_doubt_since, order.upload_url) == (number, 1000.0, "https://cdn.test/1")
    assert order.age == 0


def test_another_process_is_waited_for_an_hour_at_most(two):
    first, second, _, clock = two
    place(first)
    clock.now += 3601
    assert place(second).number == 2


def test_a_call_that_ended_without_a_job_lets_other_processes_go_on(two, monkeypatch):
    threads = []

    class Now:
        def __init__(self, target, args, daemon):
            threads.append(daemon)
            self.start = lambda: target(*args)

    monkeypatch.setattr("assemblyai_tools.ledger.ledger.Thread", Now)
    first, second, *_ = two
    owner = Owner()
    place(first, owner)
    Owner().release()
    assert place(second) == Order(busy=True)
    owner.release()
    owner.release()
    assert threads == [True]
    assert place(second).number == 2


def test_a_process_is_known_by_its_machine_and_number():
    own = this_process()
    machine = own.rpartition(":")[0]
    assert runs_elsewhere(f"{machine}:{os.getppid()}")
    assert runs_elsewhere(f"{machine}:1")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in (own, None, "", f"{machine}:x", f"elsewhere:{os.getppid()}", f"{machine}:{gone.pid}"):
        assert not runs_elsewhere(name)


def test_a_process_of_another_user_runs_too(monkeypatch):
    def refuse(_pid, _signal):
        raise PermissionError

    monkeypatch.setattr("os.kill", refuse)
    assert runs_elsewhere(f"{this_process().rpartition(':')[0]}:99999")


def test_a_call_that_is_cancelled_while_its_file_is_read_holds_nobody_up(two):
    first, second, *_ = two
    gone = Owner(released=True)
    assert place(first, gone).number == 1
    assert first._under_way == {}
    assert place(second).number == 2


@pytest.mark.parametrize(
    "url", ["http://[x/a.mp3", "http://a\u2100b.test/x", "https://x.test/\ud800.mp3", "https://x.test/a.mp3"]
)
def test_an_odd_address_does_not_switch_the_ledger_off(url):
    ledger = Ledger()
    ask(ledger, PlaceOrder(url, None, {}))
    number = ask(ledger, PlaceOrder("https://x.test/b.mp3", None, {})).number
    ask(ledger, RecordJob(number, "t1"))
    assert ask(ledger, PlaceOrder("https://x.test/b.mp3", None, {})) == Order(transcript_id="t1")


def test_a_file_whose_name_is_no_text_is_remembered(tmp_path):
    file = tmp_path / os.fsdecode(b"a\xff.mp3")
    file.write_bytes(b"x")
    ledger = Ledger()
    order = ledger.answer(PlaceOrder(None, str(file), {}), "me", owner=Owner(), source=found(file), hours=24)
    ask(ledger, RecordJob(order.number, "t1"))
    assert ask(ledger, KnownTranscripts(["t1"]))["t1"].name.startswith("a")


def test_a_lock_that_passes_stops_one_step_only(tmp_path, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.ledger.store._LOCK_SECONDS", 0.01)
    ledger, step = Ledger(tmp_path / "ledger"), PlaceOrder("https://x.test/a.mp3", None, {})
    ask(ledger, SpeakerNames("t1"))
    holder = sqlite3.connect(tmp_path / "ledger", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert ask(ledger, step) == Order()
    holder.close()
    assert ask(ledger, step).number == 1


def test_another_file_in_the_place_of_one_with_the_same_size_and_time_is_another_audio(tmp_path):
    ledger, file, other = Ledger(), tmp_path / "a.mp3", tmp_path / "b.mp3"
    file.write_bytes(b"one")
    step = PlaceOrder(None, "a.mp3", {})
    order = ledger.answer(step, "me", owner=Owner(), source=found(file), hours=24)
    ask(ledger, RecordJob(order.number, "t1"))
    other.write_bytes(b"two")
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    other.replace(file)
    assert ledger.answer(step, "me", owner=Owner(), source=found(file), hours=24).transcript_id is None


def test_the_number_of_an_order_is_never_given_out_again():
    ledger = Ledger()
    numbers = []
    for name in ("a", "b"):
        numbers.append(ask(ledger, PlaceOrder(f"https://x.test/{name}.mp3", None, {})).number)
        ask(ledger, DropOrder(numbers[-1]))
    assert numbers == [1, 2]


def test_reads_of_transcripts_are_bounded_too(monkeypatch):
    monkeypatch.setattr("assemblyai_tools.ledger.store._MOST_ROWS", {True: 3, False: 3})
    monkeypatch.setattr("assemblyai_tools.ledger.ledger._MOST_RECORDED", 4)
    ledger = Ledger()
    doubtful = PlaceOrder("https://x.test/a.mp3", None, {})
    number = ask(ledger, doubtful).number
    for n in range(20):
        ask(ledger, read(f"t{n}"))
    assert len(ask(ledger, KnownTranscripts([f"t{n}" for n in range(20)]))) <= 4
    assert len(ledger._recorded) <= 4
    ledger._under_way.clear()
    assert ask(ledger, doubtful).number == number, "an order in doubt is not removed"


def test_names_that_are_given_at_the_same_time_are_all_kept(tmp_path):
    first, second = (Ledger(tmp_path / "ledger") for _ in range(2))
    ask(first, NameSpeakers("t1", {"A": "Sarah"}))
    assert ask(second, NameSpeakers("t1", {"B": "Tom"})) == {"A": "Sarah", "B": "Tom"}
    assert ask(first, NameSpeakers("t1", {"A": None})) == {"B": "Tom"}
    assert ask(first, NameSpeakers("t1", {"B": None})) == {}


def test_what_was_learnt_of_a_job_before_its_order_knew_it_is_kept():
    ledger = Ledger()
    number = ask(ledger, PlaceOrder("https://x.test/call.mp3", None, {})).number
    ask(ledger, read("t1", first_words="Hello"))
    ask(ledger, NameSpeakers("t1", {"A": "Sarah"}))
    ask(ledger, RecordJob(number, "t1"))
    known = ask(ledger, KnownTranscripts(["t1"]))["t1"]
    assert (known.name, known.status, known.first_words) == ("call.mp3", "completed", "Hello")
    assert ask(ledger, SpeakerNames("t1")) == {"A": "Sarah"}


@pytest.mark.parametrize("cell", ["[1,2]", "{", '{"A": 5}', 7])
def test_a_damaged_cell_counts_as_empty(tmp_path, cell):
    path = tmp_path / "ledger"
    ask(Ledger(path), read("t1", first_words="Hello"))
    with sqlite3.connect(path) as database:
        database.execute(
            "UPDATE jobs SET speakers = ?, audio_duration = 'abc', language_code = x'00', first_words = 5, name = 1",
            (cell,),
        )
    ledger = Ledger(path)
    assert ask(ledger, SpeakerNames("t1")) == {}
    assert ask(ledger, KnownTranscripts(["t1"])) in (
        {"t1": Known("t1", "completed")},
        {"t1": Known("t1", "completed", name="1", first_words="5")},
    )


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / "ledger"
    path.touch(0o644)
    ask(Ledger(path), read("t1"))
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_the_words_of_a_deleted_transcript_are_nowhere_in_its_files(tmp_path):
    ledger = Ledger(tmp_path / "ledger")
    ask(ledger, read("t1", first_words="a secret word"))
    ask(ledger, ForgetTranscript("t1"))
    assert all(b"secret" not in file.read_bytes() for file in tmp_path.iterdir())
