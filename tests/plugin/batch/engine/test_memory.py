"""A batch and the user's ledger: what one of them ordered is not paid again by the other."""

import asyncio
import sqlite3
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import update
from tests.plugin.batch.engine.ledger import ask, rows_of
from tests.plugin.batch.engine.recordings import URL

from assemblyai_tools import list_transcripts
from assemblyai_tools.batch.admission import admit
from assemblyai_tools.batch.memory import Memory
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import RECORDINGS

pytestmark = pytest.mark.usefixtures("quick")


def test_what_a_batch_transcribed_is_not_paid_again_by_a_call(
    start, file, kept, through, client, service, tmp_path
):
    batch = start(file("a.mp3"), Source(URL, False, "b"), settings=kept, options={"speaker_labels": True})
    batch.work(**through)
    one, two = (row.transcript_id for row in batch.rows())
    assert ask(client, str(tmp_path / "a.mp3"), speaker_labels=True).id == one
    assert ask(client, URL, speaker_labels=True).id == two
    assert service.created == 2
    assert ask(client, str(tmp_path / "a.mp3")).id not in {one, two}
    names = {row.name for row in client.run(list_transcripts()).transcripts}
    assert names == {"a.mp3"}
    assert [(state, name) for state, name, _ in rows_of(kept)] == [("completed", "a.mp3")] * 3


def test_what_a_call_or_another_batch_transcribed_is_not_paid_again_by_a_batch(
    start, file, kept, through, client, service, tmp_path
):
    one, other = file("a.mp3"), file("b.mp3")
    called = ask(client, str(tmp_path / "a.mp3")).id
    first = start(one, other, settings=kept, name="first", max_hours=1.0)
    assert first.work(**through) == {"done": 2}
    assert first.rows()[0].transcript_id == called
    assert first.row()["reserved_hours"] == pytest.approx(57 / 3600)
    again = start(one, other, settings=kept, name="again", max_hours=0.0)
    assert again.work(**through) == {"done": 2}
    assert service.created == 2


def test_after_the_hours_of_reuse_it_is_ordered_again(start, file, kept, through, service):
    one = file("a.mp3")
    start(one, settings=kept, name="first").work(**through)
    start(one, settings=replace(kept, reuse_hours=0.0), name="again").work(**through)
    assert service.created == 2


def test_a_transcript_that_was_deleted_meanwhile_is_ordered_anew(
    start, file, kept, through, service, tmp_path
):
    one = file("a.mp3")
    start(one, settings=kept, name="first").work(**through)
    del service.jobs["t1"]
    again = start(one, settings=kept, name="again")
    assert again.work(**through) == {"done": 1}
    assert service.created == 2


@pytest.mark.parametrize("is_file", [True, False])
def test_a_job_that_a_killed_batch_had_created_is_known_to_the_ledger_once_it_is_gone_on_with(
    start, file, kept, through, service, client, tmp_path, is_file
):
    batch = start(file("a.mp3") if is_file else Source(URL, False, "a"), settings=kept)
    service.jobs["t1"] = {"id": "t1", "audio_url": "https://cdn.test/1", **service.outcome}
    change = update(RECORDINGS).values(state="created", transcript_id="t1", owner="dead", sent=1e9)
    batch.database.run_here(lambda c: c.execute(change))
    assert batch.work(**through) == {"done": 1}
    assert ask(client, tmp_path / "a.mp3" if is_file else URL).id == "t1"
    assert service.created == 0


@pytest.mark.parametrize("patience", [60.0, 0.0], ids=["at once", "in turns"])
def test_an_order_that_another_process_is_placing_is_waited_for(
    start, file, kept, through, service, monkeypatch, patience
):
    monkeypatch.setattr("assemblyai_tools.batch.submission._BEGIN_PAUSE", 0.0)
    monkeypatch.setattr("assemblyai_tools.batch.submission._BEGIN_SECONDS", patience)
    source, other = file("a.mp3"), file("b.mp3")
    start(source, settings=kept, name="first").work(**through)
    created = []

    def runs(_holder):
        """It is uploading for as long as the batch sends what else there is, and a little longer."""
        created.append(service.created)
        return created.count(2) < 3

    with sqlite3.connect(kept.ledger) as database:
        database.execute("UPDATE jobs SET state = 'sent', holder = 'another'")
    monkeypatch.setattr("assemblyai_tools.ledger.ledger.runs_elsewhere", runs)
    again = start(source, other, settings=kept, name="again")
    assert again.work(concurrency=1, **through) == {"done": 2}
    assert service.created == 2
    assert [row.transcript_id for row in again.rows()] == ["t1", "t2"]


async def test_a_batch_that_is_cancelled_while_the_ledger_is_asked_takes_nothing(
    start, worker_of, file, kept, service, through
):
    source = file("a.mp3")
    first = start(source, settings=kept, name="first")
    await first.work_async(**through)
    again = start(source, settings=kept, name="again")

    back = update(RECORDINGS).where(RECORDINGS.c.batch == "again").values(state="new")

    class Slow(Memory):
        async def place(self, row, parameters):
            await asyncio.to_thread(again.cancel)
            again.database.run_here(lambda c: c.execute(back))
            return await super().place(row, parameters)

    made = await worker_of(again, memory=Slow.of(kept))
    await made.worker.run_chunk("again", 1, 100)
    assert again.status() == {"cancelled": 1}
    assert service.created == 1
    await made.client.aclose()


async def test_an_order_of_a_worker_that_has_ended_is_not_under_way(start, file, kept):
    (row,) = start(file("a.mp3"), settings=kept).rows()
    ended = Memory.of(kept)
    assert (await ended.place(row, {})).number
    next_one = Memory.of(kept)
    assert (await next_one.place(row, {})).busy
    await ended.aclose()
    assert (await next_one.place(row, {})).number
    await next_one.aclose()


async def test_the_ledger_is_not_asked_again_before_there_is_room(
    start, worker_of, file, kept, service, monkeypatch
):
    batch = start(file("a.mp3"), settings=kept)
    answers, placed = ["wait"] * 5, []

    class Counted(Memory):
        async def place(self, row, parameters):
            placed.append(row.number)
            return await super().place(row, parameters)

    monkeypatch.setattr(
        "assemblyai_tools.batch.submission.admit",
        lambda *given, **named: answers.pop() if answers else admit(*given, **named),
    )
    made = await worker_of(batch, memory=Counted.of(kept))
    await made.worker.run_chunk(batch.name, 1, 100)
    assert batch.status() == {"done": 1}
    assert placed == [1, 1]
    await made.client.aclose()
    await made.submission.memory.aclose()


def test_what_the_service_refuses_is_dropped_and_can_be_ordered_again(
    start, file, kept, through, service, client, tmp_path
):
    batch = start(file("a.mp3"), settings=kept)
    service.faults, service.accepts = [httpx.Response(400, json={"error": "no such option"})], False
    assert batch.work(**through) == {"failed": 1}
    ask(client, str(tmp_path / "a.mp3"))
    assert service.created == 2


def test_a_ledger_that_cannot_be_opened_is_no_fault_of_a_batch(start, file, kept, through, tmp_path):
    (tmp_path / "folder").mkdir()
    batch = start(file("a.mp3"), settings=replace(kept, ledger=tmp_path / "folder"))
    assert batch.work(**through) == {"done": 1}


def test_a_file_that_changed_since_the_start_is_not_taken_from_the_ledger(
    start, file, kept, through, client, tmp_path
):
    batch = start(file("a.mp3"), settings=kept)
    (tmp_path / "a.mp3").write_bytes(b"another content")
    ask(client, str(tmp_path / "a.mp3"))
    assert batch.work(**through) == {"failed": 1}
    assert batch.rows()[0].problem == "changed"


@pytest.mark.parametrize("is_file", [True, False])
def test_a_job_that_is_another_recordings_is_told_and_not_asked_for_without_end(
    start, file, kept, through, service, is_file
):
    start(file("a.mp3"), settings=kept, name="first").work(**through)
    service.next_id = lambda: "t1"
    again = start(file("b.mp3") if is_file else Source(URL, False, "b"), settings=kept, name="again")
    assert again.work(**through) == {"failed": 1}
    (row,) = again.rows()
    assert (row.problem, row.message) == (
        "service",
        "The service answered with job t1, which is another recording's.",
    )
    assert service.created == 2
    assert [job for *_, job in rows_of(kept)] == ["t1", None]
