"""A job that may exist is looked for before it is paid again, whether a batch or a call sent it."""

import asyncio
import sqlite3
from email.utils import formatdate
from threading import Thread

import httpx
import pytest
from sqlalchemy import update
from tests.plugin.batch.engine.ledger import ask, rows_of
from tests.plugin.batch.engine.recordings import URL

from assemblyai_tools import AssemblyAIError
from assemblyai_tools.batch.memory import Memory
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import RECORDINGS

pytestmark = pytest.mark.usefixtures("quick")


@pytest.mark.parametrize("is_file", [True, False])
def test_a_job_that_a_killed_call_may_have_created_is_looked_for(
    start, file, kept, through, service, is_file
):
    source = file("a.mp3") if is_file else Source(URL, False, "a")
    start(source, settings=kept, name="first").work(**through)
    with sqlite3.connect(kept.ledger) as database:
        database.execute("UPDATE jobs SET state = 'sent', transcript_id = NULL")
    again = start(source, settings=kept, name="again")
    assert again.work(**through) == {"done": 1}
    assert service.created == 1
    assert [state for state, *_ in rows_of(kept)] == ["completed"]


@pytest.mark.parametrize("status", [401, 400])
def test_a_job_stays_in_doubt_while_the_list_cannot_be_read(start, file, kept, through, service, status):
    source = file("a.mp3")
    start(source, settings=kept, name="first").work(**through)
    with sqlite3.connect(kept.ledger) as database:
        database.execute("UPDATE jobs SET state = 'sent', transcript_id = NULL")

    def no_list(request):
        if request.url.path == "/v2/transcript" and request.method == "GET":
            return httpx.Response(status, json={"error": "no list"})
        return service(request)

    again = start(source, settings=kept, name="again")
    with pytest.raises(AssemblyAIError, match="no list"):
        again.work(client_options={"transport": httpx.MockTransport(no_list)})
    assert [state for state, *_ in rows_of(kept)] == ["sent"]
    assert again.status() == {"new": 1}
    assert again.work(**through) == {"done": 1}
    assert service.created == 1


def test_what_a_killed_batch_was_sending_is_known_to_the_ledger_once_it_is_found(
    start, file, kept, through, service, client, tmp_path
):
    batch = start(file("a.mp3"), file("b.mp3"), settings=kept)
    for number in (1, 2):
        url = f"https://cdn.test/{number}"
        service.jobs[f"t{number}"] = {"id": f"t{number}", "audio_url": url, **service.outcome}
        change = update(RECORDINGS).where(RECORDINGS.c.number == number)
        change = change.values(state="creating", owner="dead", upload_url=url, sent=1e9)
        batch.database.run_here(lambda c, change=change: c.execute(change))
    (tmp_path / "b.mp3").write_bytes(b"changed since")
    assert batch.work(**through) == {"done": 2}
    assert ask(client, str(tmp_path / "a.mp3")).id == "t1"
    ask(client, str(tmp_path / "b.mp3"))
    assert service.created == 1


def test_the_ledger_knows_that_a_job_may_exist_before_it_is_sent(
    start, file, kept, through, service, monkeypatch
):
    class Late(Thread):
        """Writes what is noted only when the work ends."""

        def start(self):
            pass

        def join(self):
            self.run()

    monkeypatch.setattr("assemblyai_tools.batch.memory.Thread", Late)
    known, real = [], service._create

    def create(body):
        known.extend(rows_of(kept))
        return real(body)

    service._create = create
    assert start(file("a.mp3"), settings=kept).work(**through) == {"done": 1}
    assert known == [("sent", "a.mp3", None)]


def test_a_job_in_doubt_is_found_also_after_this_machines_clock_was_set_back(
    start, file, kept, service, no_sleep
):
    def dated(request):
        response = service(request)
        response.headers["Date"] = formatdate(usegmt=True)
        return response

    through = {"client_options": {"transport": httpx.MockTransport(dated), "sleep": no_sleep}}
    source = Source(URL, False, "a")
    start(source, settings=kept, name="first").work(**through)
    with sqlite3.connect(kept.ledger) as database:
        database.execute("UPDATE jobs SET state = 'sent', transcript_id = NULL, ordered = ordered + 3600")
    assert start(source, settings=kept, name="again").work(**through) == {"done": 1}
    assert service.created == 1


def test_a_job_that_is_deleted_while_it_is_looked_for_is_not_the_one(start, kept, service, through, no_sleep):
    source, gone = Source(URL, False, "a"), [httpx.Response(400, json={"error": "not found"})]
    start(source, settings=kept, name="first").work(**through)
    with sqlite3.connect(kept.ledger) as database:
        database.execute("UPDATE jobs SET state = 'sent', transcript_id = NULL")

    def answer(request):
        if request.url.path == "/v2/transcript/t1":
            return gone[0]
        return service(request)

    through = {"client_options": {"transport": httpx.MockTransport(answer), "sleep": no_sleep}}
    assert start(source, settings=kept, name="again").work(**through) == {"done": 1}
    assert service.created == 2


async def test_a_job_in_doubt_is_looked_for_by_a_call_while_the_batch_still_works(
    start, worker_of, file, kept, service, client, tmp_path
):
    batch = start(file("a.mp3"), settings=kept)
    made = await worker_of(batch, memory=Memory.of(kept))
    service.faults, service.hidden = [httpx.Response(500, json={}) for _ in range(3)], {"t1", "t2", "t3"}
    await made.worker.run_chunk(batch.name, 1, 100)
    assert batch.status() == {"failed": 1}
    service.hidden = set()
    found = await asyncio.to_thread(ask, client, tmp_path / "a.mp3")
    assert found.id in {"t1", "t2", "t3"}
    assert service.created == 3
    await made.client.aclose()
    await made.submission.memory.aclose()
