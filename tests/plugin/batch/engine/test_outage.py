"""An outage of the service is told once, and its end."""

import httpx

from assemblyai_tools.batch.outage import TELL_SECONDS, Outage
from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.call import Answer
from assemblyai_tools.transport.retry import Lost

GOOD, BUSY = Answer(200, {}, b""), Answer(503, {}, b"")


def test_it_is_told_once_when_it_lasts_and_once_when_it_is_over():
    lines, now = [], [0.0]
    outage = Outage(lines.append, lambda: now[0])
    for seconds, outcome in (
        (0, GOOD),
        (0, BUSY),
        (TELL_SECONDS - 1, BUSY),
        (1, GOOD),  # it was a short one
        (0, Lost(sent=False, reason="no route")),
        (TELL_SECONDS, FileAccessError("a file's, and no answer")),
        (0, Lost(sent=False, reason="no route")),
        (60, BUSY),
        (60, GOOD),
        (60, BUSY),
    ):
        now[0] += seconds
        outage.note(outcome)
    assert lines == [
        "The service cannot be reached (no route); trying again.",
        "The service can be reached again.",
    ]


async def test_a_worker_tells_it(start, file, service, no_sleep, clock, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.batch.outage.TELL_SECONDS", 0.0)
    batch, lines, failures = start(file("a.mp3")), [], [1, 2, 3]
    batch.settle_seconds, batch.tick_seconds, batch.database.trouble = 0.0, 0.02, lines.append

    def flaky(request):
        if failures:
            failures.pop()
            raise httpx.ConnectError("no route")
        return service(request)

    options = {"transport": httpx.MockTransport(flaky), "sleep": no_sleep}
    assert await batch.work_async(client_options=options) == {"done": 1}
    assert [line.split(" (")[0] for line in lines] == [
        "The service cannot be reached",
        "The service can be reached again.",
    ]
