"""A ledger that is broken, locked or odd never stops a call."""

import logging
import os
import sqlite3

import pytest
from tests.plugin.ledger.steps import URL, ask, found, read

from assemblyai_tools import transcribe
from assemblyai_tools.errors import ConfigurationError
from assemblyai_tools.ledger.absent import nothing_known
from assemblyai_tools.ledger.ledger import Ledger, Owner
from assemblyai_tools.ledger.store import Store
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
