"""What the tests of users' keys share: a service that knows who may read what, and a tool that asks it."""

import json
from collections import Counter

import httpx
import pytest

from assemblyai_tools.langchain import GetTranscriptTool


class Service:
    """Knows who may read what, and counts requests by key."""

    def __init__(self):
        self.requests, self.created = Counter(), Counter()

    def __call__(self, request):
        key = request.headers["Authorization"]
        self.requests[key] += 1
        if key == "revoked":
            return httpx.Response(401, json={"error": "Invalid API key"})
        last = request.url.path.rpartition("/")[2]
        body = {"id": last, "status": "completed", "text": f"Spoken to {key[:3]}."}
        if request.method == "POST":
            self.created[key] += 1
            body["id"] = f"{key[:3]}-{self.created[key]}"
        if last == "word-search":
            body = {"id": "t1", "total_count": 1, "matches": []}
        if last == "sentences":
            sentence = {"text": body["text"], "start": 0, "end": 900}
            body = {"id": "t1", "sentences": [sentence]}
        return httpx.Response(200, content=json.dumps(body))


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def clients(scripted, service):
    return scripted(answer=service)


@pytest.fixture
def tool(clients):
    return GetTranscriptTool(clients=clients)
