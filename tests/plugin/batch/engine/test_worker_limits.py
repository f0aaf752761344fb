"""The maximum of a batch and its cancellation: what would exceed them is not sent."""

import httpx
import pytest
from sqlalchemy import update
from tests.plugin.batch.engine.conftest import NAME
from tests.plugin.batch.engine.recordings import URL, put, states

from assemblyai_tools import AssemblyAIError
from assemblyai_tools.batch import decisions
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import BATCHES


async def test_recordings_that_would_exceed_the_maximum_are_held_and_go_on_when_it_is_raised(
    start, work, file, service
):
    service.outcome = {**service.outcome, "audio_duration": 3600}
    batch = start(*(file(f"{number}.mp3") for number in range(5)), max_hours=2, max_cost=10)
    await work(batch)
    assert batch.status() == {"done": 2, "held": 3}
    assert service.created == 2
    assert {row.problem for row in batch.rows("held")} == {"limit"}
    assert batch.resume(max_hours=10, max_cost=1.6) == 3
    await work(batch)
    assert batch.status() == {"done": 3, "held": 2}
    assert batch.row()["reserved_cost"] == pytest.approx(1.5)


async def test_recordings_of_unknown_length_do_not_pass_the_maximum_and_are_charged_with_their_real_length(
    start, work, service
):
    service.outcome = {**service.outcome, "audio_duration": 2}
    urls = [Source(f"{URL}?{number}", is_file=False, name=str(number)) for number in range(30)]
    batch = start(*urls, max_hours=1 + 4.5 * 2 / 3600)
    await work(batch)
    # One at a time: each reserves an hour, until it is known that it takes two seconds.
    assert batch.status() == {"done": 5, "held": 25}
    assert service.created == 5
    assert batch.row()["reserved_hours"] == pytest.approx(5 * 2 / 3600)
    assert "Its length is not known" in batch.rows("held")[0].message


async def test_a_recording_of_unknown_length_that_is_longer_than_assumed_is_charged_with_it(
    start, work, file, service
):
    service.outcome = {**service.outcome, "audio_duration": 7200}
    batch = start(file("a.mp3", seconds=None), file("b.mp3"), max_hours=2)
    await work(batch, concurrency=1)
    assert batch.rows()[0].seconds == 7200
    assert batch.row()["reserved_hours"] >= 2


async def test_recordings_that_are_held_are_not_uploaded(start, work, file, service):
    batch = start(*(file(f"{number}.mp3") for number in range(50)), max_hours=2)
    service.outcome = {**service.outcome, "audio_duration": 3600}
    await work(batch, concurrency=1)
    assert batch.status() == {"done": 2, "held": 48}
    assert service.uploads == 2


async def test_a_batch_that_is_cancelled_sends_nothing_more(start, work, file, service):
    batch = start(file("a.mp3"), file("b.mp3"))
    closed = update(BATCHES).values(state="cancelled")
    batch.database.run_here(lambda c: c.execute(closed))
    batch.database.run_here(lambda c: decisions.cancel(c, NAME))
    await work(batch)
    assert batch.status() == {"cancelled": 2}
    assert batch.resume() == 2
    await work(batch)
    assert batch.status() == {"done": 2}


async def test_a_row_whose_batch_is_cancelled_while_it_is_uploaded_is_not_sent(
    start, worker_of, file, service
):
    batch = start(file("a.mp3"))

    def answer(request):
        batch.cancel()
        return service(request)

    made = await worker_of(batch, transport=httpx.MockTransport(answer))
    assert (await made.submission.submit(batch.rows()[0])).state == "cancelled"
    assert (service.uploads, service.created) == (1, 0)
    await made.client.aclose()


async def test_what_is_reserved_is_not_less_than_what_is_billed(start, work, file, service):
    service.outcome["audio_duration"] = 7
    files = [file(f"{number}.mp3", seconds=6.0004) for number in range(5)]
    batch = start(*files, max_hours=20 / 3600)
    await work(batch)
    assert batch.status() == {"done": 2, "held": 3}
    assert batch.row()["reserved_hours"] == pytest.approx(14 / 3600)


async def test_what_is_retried_in_a_cancelled_batch_is_sent_once_and_the_rest_stays_cancelled(
    start, work, file, service
):
    batch = start(file("a.mp3"), file("b.mp3"))
    put(batch, 1, state="failed", problem="changed")
    assert (batch.cancel(), batch.retry()) == (1, 1)
    assert batch.row()["state"] == "open"
    await work(batch)
    assert states(batch) == [("done", None), ("cancelled", None)]
    assert service.uploads == 1


async def test_nothing_to_retry_leaves_a_cancelled_batch_cancelled(start, file):
    batch = start(file("a.mp3"))
    batch.cancel()
    assert batch.retry() == 0
    assert batch.row()["state"] == "cancelled"


async def test_a_new_row_of_a_cancelled_batch_is_not_uploaded(start, work, file, service):
    batch = start(file("a.mp3"))
    batch.cancel()
    put(batch, 1, state="new")
    await work(batch)
    assert batch.status() == {"cancelled": 1}
    assert service.uploads == 0


async def test_recordings_for_which_there_is_no_room_for_long_let_another_chunk_have_its_turn(
    start, work, file, service, monkeypatch
):
    monkeypatch.setattr("assemblyai_tools.batch.submission._BEGIN_SECONDS", 0.0)
    batch = start(file("a.mp3", seconds=None), file("b.mp3"), max_hours=1)
    put(batch, 1, state="created", transcript_id="t1")
    batch.database.run_here(lambda c: c.execute(update(BATCHES).values(reserved_hours=1.0)))
    service.jobs["t1"] = {"id": "t1", "audio_url": "https://cdn.test/1", **service.outcome}
    made = await work(batch, chunk=(2, 2))
    assert made.stopped_by is None
    assert batch.status() == {"created": 1, "new": 1}
    await work(batch)
    assert batch.status() == {"done": 1, "held": 1}


async def test_a_wait_for_room_ends_when_the_work_stops(start, worker_of, file, service):
    batch = start(file("a.mp3", seconds=None), file("b.mp3"), max_hours=1)
    put(batch, 1, state="created", transcript_id="t1")
    batch.database.run_here(lambda c: c.execute(update(BATCHES).values(reserved_hours=1.0)))
    made, looks = await worker_of(batch), []

    async def sleep(_seconds):
        looks.append(1)
        made.submission.halted = True

    made.submission._patience._sleep = sleep
    with pytest.raises(AssemblyAIError, match="The work has stopped"):
        await made.submission.submit(batch.rows()[1])
    assert (len(looks), batch.rows()[1].state, service.created) == (1, "new", 0)
    await made.client.aclose()
