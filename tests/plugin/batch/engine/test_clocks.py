"""A job is found whatever this machine's clock says: the service dates its jobs, and its replies tell its time."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from tests.plugin.batch.engine.recordings import states

from assemblyai_tools.batch import records


@pytest.mark.parametrize("tells", [True, False], ids=["with a date", "without"])
@pytest.mark.parametrize("skew", [timedelta(hours=-9), timedelta(0), timedelta(hours=9)], ids=str)
async def test_a_job_of_a_killed_worker_is_found_behind_many_newer_ones(
    start, worker_of, work, file, service, monkeypatch, skew, tells
):
    def at_the_service(request):
        reply = service(request)
        now = datetime.now(UTC) + skew
        if request.method == "POST" and request.url.path == "/v2/transcript":
            service.jobs[reply.json()["id"]]["created"] = now.isoformat()
        return httpx.Response(
            reply.status_code,
            content=reply.content,
            headers={"Date": format_datetime(now, usegmt=True)} if tells else {},
        )

    transport = httpx.MockTransport(at_the_service)
    batch = start(file("a.mp3"))
    killed = await worker_of(batch, transport=transport)
    with monkeypatch.context() as patch:
        patch.setattr(records, "created", lambda *_args, **_options: 1 / 0)
        await killed.worker.run_chunk(batch.name, 1, 100)
    await killed.client.aclose()
    killed.owners.end()
    assert states(batch) == [("creating", None)]
    created = (datetime.now(UTC) + skew).isoformat()
    for number in range(600):
        other = {"id": f"o{number}", "audio_url": f"https://cdn.test/o{number}", "status": "completed"}
        service.jobs[f"o{number}"] = {**other, "created": created}
    await work(batch, transport=transport)
    assert states(batch) == [("done", None)]
    assert service.created == 1


async def test_the_walk_still_ends_at_jobs_that_are_too_old(start, work, file, service):
    now = datetime.now(UTC)
    for number in range(1000):
        created = (now - timedelta(hours=2000 - number)).isoformat()
        other = {"id": f"o{number}", "audio_url": f"https://cdn.test/o{number}", "status": "completed"}
        service.jobs[f"o{number}"] = {**other, "created": created}
    batch = start(file("a.mp3"))
    service.faults, service.accepts = [httpx.ReadError("lost")], False

    def dated(request):
        reply = service(request)
        return httpx.Response(
            reply.status_code, content=reply.content, headers={"Date": format_datetime(now, usegmt=True)}
        )

    await work(batch, transport=httpx.MockTransport(dated))
    assert states(batch) == [("done", None)]
    assert service.requests.count("GET /v2/transcript") <= 2
