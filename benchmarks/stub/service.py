"""Jobs that end by themselves after the seconds that their audio's address names, and a count of all requests."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

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
    """One transcription; `ends` on the machine's monotonic clock, which all processes share."""

    id: str
    audio_url: str
    seconds: float
    ends: float
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
    """What one key has asked for."""

    name: str
    jobs: dict[str, Job] = field(default_factory=dict[str, Job])
    requests: Counter[str] = field(default_factory=Counter[str])


@dataclass(slots=True)
class Service:
    """Answers requests; `at_end` is told of a job with a webhook, and what its request said."""

    at_end: Callable[[Job, Mapping[str, Any]], None]
    accounts: dict[str, Account] = field(default_factory=dict[str, Account])

    def answer(self, method: str, target: str, headers: Headers, body: bytes) -> tuple[int, bytes]:
        """The status and the body; counts the request."""
        path, _, query = target.partition("?")
        key = headers.get("authorization", "")
        account = self.accounts.setdefault(key, Account(key))
        if path == "/stub":
            return 200, _report(account)
        kind = _kind(method, path)
        account.requests[kind] += 1
        match kind:
            case "create":
                return self._create(account, json.loads(body))
            case "upload":
                return _json({"upload_url": "https://audio.test/2.mp3"})
            case "list":
                return _page(account, {name: values[0] for name, values in parse_qs(query).items()})
            case _:
                return _read(account, path.rpartition("/")[2])

    def failed(self, headers: Headers) -> None:
        """Count a request that was made to fail."""
        key = headers.get("authorization", "")
        self.accounts.setdefault(key, Account(key)).requests["failed"] += 1

    def _create(self, account: Account, asked: Mapping[str, Any]) -> tuple[int, bytes]:
        url = str(asked["audio_url"])
        seconds = float(url.rsplit("/", 1)[-1].partition(".mp3")[0])
        job = Job(f"{account.name}-{len(account.jobs)}", url, seconds, time.monotonic() + seconds)
        account.jobs[job.id] = job
        if asked.get("webhook_url"):
            self.at_end(job, asked)
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


def _page(account: Account, query: Mapping[str, str]) -> tuple[int, bytes]:
    jobs = list(account.jobs.values())
    if "before_id" in query:
        jobs = jobs[: list(account.jobs).index(query["before_id"])]
    limit = int(query.get("limit", "10"))
    rows = [job.row() for job in reversed(jobs[-limit:])]
    details = {
        "limit": limit,
        "result_count": len(rows),
        "current_url": "",
        "prev_url": None,
        "next_url": None,
    }
    return _json({"page_details": details, "transcripts": rows})


def _report(account: Account) -> bytes:
    jobs = {
        job.id: {"audio_url": job.audio_url, "seconds": job.seconds, "ends": job.ends, "reads": job.reads}
        for job in account.jobs.values()
    }
    return json.dumps({"requests": account.requests, "jobs": jobs}).encode()


def _json(value: object) -> tuple[int, bytes]:
    return 200, json.dumps(value).encode()
