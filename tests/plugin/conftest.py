"""What the plugin's tests share: settings for one folder, a scripted service, and a way to step a flow."""

import asyncio
import json
import threading
from collections import deque
from dataclasses import dataclass, field
from types import SimpleNamespace

import httpx
import pytest
from pydantic import SecretStr
from tests.plugin.stepping import without_ledger

from assemblyai_tools import AsyncClient, Client, Settings, UnexpectedReplyError
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.flow import Await, Reply

KEY = "sk-0123456789abcdef"


@pytest.fixture
def key():
    return KEY


@pytest.fixture
def settings(tmp_path):
    return Settings(api_key=SecretStr(KEY), base_url="http://service.test", allowed_dirs=(tmp_path,))


@pytest.fixture
def reply():
    """Make a Reply of a JSON value, or of text or bytes as they are."""

    def make(body, status=200):
        if isinstance(body, str):
            return Reply(status, body.encode())
        return Reply(status, body if isinstance(body, bytes) else json.dumps(body).encode())

    return make


def transcript(reply):
    """What the engine answers to a wait: the reply as a Transcript, or the error."""
    try:
        return reply.parse(Transcript)
    except UnexpectedReplyError as error:
        return error


@pytest.fixture
def walk():
    """Run a flow by hand: send it each answer (throw the errors); give back its steps and its result."""

    def run(flow, *answers):
        left = deque(answers)
        steps = [without_ledger(flow, next(flow))]
        try:
            while left:
                answer = left.popleft()
                if isinstance(steps[-1], Await) and isinstance(answer, Reply):
                    answer = transcript(answer)
                step = flow.throw(answer) if isinstance(answer, Exception) else flow.send(answer)
                steps.append(without_ledger(flow, step))
        except StopIteration as stop:
            assert not left, "the flow ended before it was told everything"
            return steps, stop.value
        pytest.fail(f"the flow wants more answers; its last step was {steps[-1]}")

    return run


@dataclass
class Service:
    """Answers from a script (a response, or an error to raise), and keeps every request."""

    script: list = field(default_factory=list)
    requests: list = field(default_factory=list)

    def __call__(self, request):
        self.requests.append(request)
        assert self.script, f"one request too many: {request.method} {request.url}"
        answer = self.script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def calls(self):
        return [f"{request.method} {request.url.path}" for request in self.requests]


@pytest.fixture
def service():
    return Service()


class Clock:
    """A clock that only sleeping moves; threads may share it."""

    def __init__(self):
        self.now, self.pauses, self._lock = 1000.0, [], threading.Lock()

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        with self._lock:
            self.pauses.append(seconds)
            self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    """The clock that the clients go by."""
    clock = Clock()
    for module in ("client", "async_client"):
        monkeypatch.setattr(f"assemblyai_tools.{module}.time", SimpleNamespace(monotonic=clock))
    return clock


@pytest.fixture
def pauses(clock):
    """The seconds that a client would have slept."""
    return clock.pauses


def _run_blocking(settings, transport, flow, clock, options):
    with Client(settings, sleep=clock.sleep, transport=transport) as client:
        return client.run(flow, **options)


def _run_async(settings, transport, flow, clock, options):
    async def sleep(seconds):
        clock.sleep(seconds)

    async def main():
        async with AsyncClient(settings, sleep=sleep, transport=transport) as client:
            return await client.run(flow, **options)

    return asyncio.run(main())


@pytest.fixture(params=[_run_blocking, _run_async], ids=["blocking", "async"])
def run(request, settings, service, clock):
    """Run a flow against the scripted service, once with each client."""

    def run_flow(flow, *, transport=None, settings=settings, **options):
        return request.param(settings, transport or httpx.MockTransport(service), flow, clock, options)

    return run_flow


@pytest.fixture
def environment(monkeypatch):
    """Sets variables; begins without those that say how connections are made."""
    for scheme in ("http", "https", "all", "no"):
        for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper()):
            monkeypatch.delenv(name, raising=False)

    def given(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return given
