"""Transcription jobs that end by themselves, and a count of all requests."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

Headers = Mapping[str, str]
_WORDS = [{"text": "word", "start": n * 100, "end": n * 100 + 90, "confidence": 0.9} for n in range(20)]
_DONE = {
    "text": "word " * 20,
    "words": _WORDS,
    "confidence": 0.9,
    "audio_duration": 2,
    "language_code": "en_us",
}


@dataclass(slots=True)
class Job:
    """One transcription; `ends` is on the monotonic clock, which all processes of a machine share."""

    id: str
    audio_url: str
    seconds: float
    ends: float
    made: float = field(default_factory=time.monotonic)
    created: str = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None).isoformat())
    reads: list[float] = field(default_factory=list[float])
    """When it was read, on the same clock."""

    @property
    def status(self) -> str:
        return "completed" if time.monotonic() >= self.ends else "processing"

    def whole(self) -> dict[str, Any]:
        done = _DONE if self.status == "completed" else {}
        return {"id": self.id, "status": self.status, "audio_url": self.audio_url, **done}

    def row(self) -> dict[str, Any]:
        created = {"created": self.created, "completed": None, "error": None}
        return {"id": self.id, "status": self.status, "audio_url": self.audio_url, **created}


@dataclass(slots=True)
class Account:
    """The jobs and requests of one key."""

    name: str
    jobs: dict[str, Job] = field(default_factory=dict[str, Job])
    requests: Counter[str] = field(default_factory=Counter[str])


@dataclass(slots=True)
class Service:
    """Answers requests. With a `reply`, this is the answer to every read of a transcript."""

    reply: bytes | None = None
    seconds: float = 2.0
    """How long the job of an upload takes. The address of each upload is its own."""
    lag: float = 0.0
    """Seconds until the list shows a new job."""
    accounts: dict[str, Account] = field(default_factory=dict[str, Account])
    _notifications: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def answer(self, method: str, target: str, headers: Headers, body: bytes) -> tuple[int, bytes]:
        """Count the request; return status and body."""
        path, _, query = target.partition("?")
        account = self._account(headers)
        if path == "/stub":
            return 200, _report(account)
        kind = _kind(method, path)
        account.requests[kind] += 1
        match kind:
            case "create":
                return self._create(account, json.loads(body))
            case "upload":
                number = account.requests[kind]
                return _json({"upload_url": f"https://audio.test/{number}/{self.seconds:g}.mp3"})
            case "list":
                return _page(account, self.lag, {name: values[0] for name, values in parse_qs(query).items()})
            case _:
                return (200, self.reply) if self.reply else _read(account, path.rpartition("/")[2])

    def failed(self, headers: Headers) -> None:
        """Count a request that was made to fail."""
        self._account(headers).requests["failed"] += 1

    def _account(self, headers: Headers) -> Account:
        key = headers.get("authorization", "")
        return self.accounts.setdefault(key, Account(key))

    def _create(self, account: Account, given: Mapping[str, Any]) -> tuple[int, bytes]:
        url = str(given["audio_url"])
        seconds = float(url.rsplit("/", 1)[-1].partition(".mp3")[0])
        job = Job(f"{account.name}-{len(account.jobs)}", url, seconds, time.monotonic() + seconds)
        account.jobs[job.id] = job
        if given.get("webhook_url"):
            task = asyncio.get_running_loop().create_task(_notify(job, dict(given)))
            self._notifications.add(task)
            task.add_done_callback(self._notifications.discard)
        return _json(job.whole())


def _kind(method: str, path: str) -> str:
    if method in {"POST", "PUT"}:
        return "upload" if path == "/v2/upload" else "create"
    return "list" if path == "/v2/transcript" else "read"


def _read(account: Account, name: str) -> tuple[int, bytes]:
    job = account.jobs.get(name)
    if job is None:
        return 404, b'{"error": "no such transcript"}'
    job.reads.append(time.monotonic())
    return _json(job.whole())


def _page(account: Account, lag: float, query: Mapping[str, str]) -> tuple[int, bytes]:
    jobs = list(account.jobs.values())
    latest = time.monotonic() - lag
    while jobs and jobs[-1].made > latest:
        jobs.pop()
    if "before_id" in query:
        jobs = jobs[: list(account.jobs).index(query["before_id"])]
    limit = int(query.get("limit", "10"))
    rows = [job.row() for job in reversed(jobs[-limit:])]
    details = {"limit": limit, "result_count": len(rows), "prev_url": None, "next_url": None}
    return _json({"page_details": details | {"current_url": ""}, "transcripts": rows})


async def _notify(job: Job, given: Mapping[str, Any]) -> None:
    """Call the job's webhook when it ends."""
    await asyncio.sleep(max(0.0, job.ends - time.monotonic()))
    url = urlsplit(str(given["webhook_url"]))
    body = json.dumps({"transcript_id": job.id, "status": "completed"})
    head = (
        f"POST {url.path or '/'} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Type: application/json\r\n"
        f"{given['webhook_auth_header_name']}: {given['webhook_auth_header_value']}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    writer.write(head.encode() + body.encode())
    await reader.read()
    writer.close()


def _report(account: Account) -> bytes:
    jobs = {
        job.id: {"audio_url": job.audio_url, "seconds": job.seconds, "ends": job.ends, "reads": job.reads}
        for job in account.jobs.values()
    }
    return json.dumps({"requests": account.requests, "jobs": jobs}).encode()


def _json(value: object) -> tuple[int, bytes]:
    return 200, json.dumps(value).encode()
