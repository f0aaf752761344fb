"""The ledger as a file: what it holds, what is removed from it, and who can read it."""

import json
import sqlite3
import stat

from tests.plugin.ledger.steps import URL, ask, found, read

from assemblyai_tools import delete_transcript, transcribe
from assemblyai_tools.ledger.ledger import NOT_AT_ONCE, Ledger, Owner
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
    SpeakerNames,
)


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
