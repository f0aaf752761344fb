"""A service in memory: it keeps jobs, counts what it was asked, and fails on request."""

import json
from datetime import UTC, datetime
from itertools import count

import httpx

URL = "https://x.test/call.mp3"
"""The address of a recording that the service fetches."""

UTTERANCES = [
    {
        "speaker": speaker,
        "text": text,
        "start": start,
        "end": start + 900,
        "words": [{"text": text, "start": start, "end": start + 900, "confidence": 0.9, "speaker": speaker}],
    }
    for speaker, text, start in (("A", "Hello.", 0), ("B", "Goodbye.", 1000))
]
COMPLETED = {
    "status": "completed",
    "text": "Hello. Goodbye.",
    "audio_duration": 57,
    "language_code": "en_us",
    "utterances": UTTERANCES,
}


def page(rows, query):
    """The rows of one page: as many as asked for, older than the one that `before_id` names."""
    names = [row["id"] for row in rows]
    start = names.index(query["before_id"]) + 1 if "before_id" in query else 0
    return rows[start : start + int(query.get("limit", 10))]


class Service:
    def __init__(self):
        self.jobs, self.requests, self.outcome = {}, [], dict(COMPLETED)
        self.asked = []
        """What a language model was asked."""
        self.faults = []
        """What happens to the next jobs: a response or an exception instead of the reply."""
        self.accepts = True
        """Whether a job with a fault is accepted all the same."""
        self.hidden = set()
        """Jobs that the list does not show yet."""
        self._given = set()

    def __call__(self, request):
        self.requests.append(f"{request.method} {request.url.path}")
        parts = request.url.path.strip("/").split("/")
        if parts[0] == "lemur":
            self.asked.append(json.loads(request.content))
            return httpx.Response(
                200, json={"request_id": "r1", "response": "[00:00] A: Hello. [00:01] B: Goodbye."}
            )
        if parts[-1] == "upload":
            return httpx.Response(200, json={"upload_url": f"https://cdn.test/{self.uploads}"})
        if request.method == "POST":
            return self._create(json.loads(request.content))
        if len(parts) == 2:
            rows = [row for name, row in reversed(self.jobs.items()) if name not in self.hidden]
            return httpx.Response(
                200, json={"transcripts": page(rows, request.url.params), "page_details": {}}
            )
        return self._one(request.method, *parts[2:])

    @property
    def uploads(self):
        return self.requests.count("POST /v2/upload")

    @property
    def created(self):
        return self.requests.count("POST /v2/transcript")

    def next_id(self):
        """An id that no job ever had."""
        names = (f"t{number}" for number in count(len(self.jobs) + 1))
        name = next(one for one in names if one not in self.jobs and one not in self._given)
        self._given.add(name)
        return name

    def _create(self, body):
        fault = self.faults.pop(0) if self.faults else None
        if not fault or self.accepts:
            name = self.next_id()
            self.jobs[name] = {"id": name, **body, **self.outcome, "created": datetime.now(UTC).isoformat()}
        if isinstance(fault, Exception):
            raise fault
        return fault or httpx.Response(200, json={"id": name, "status": "queued"})

    def _one(self, method, name, part=None):
        if name not in self.jobs:
            return httpx.Response(400, json={"error": "Transcript lookup error, transcript id not found"})
        if method == "DELETE":
            self.jobs[name] |= {"audio_url": "http://deleted_by_user", "text": None, "utterances": None}
        if part == "sentences":
            return httpx.Response(200, json={"sentences": UTTERANCES})
        if part == "paragraphs":
            return httpx.Response(200, json={"paragraphs": [one | {"speaker": None} for one in UTTERANCES]})
        return httpx.Response(200, json=self.jobs[name])
