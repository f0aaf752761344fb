"""A server whose service is a script, and clients of both protocol eras."""

import asyncio
import socket
import threading
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace

import httpx
import httpx2
import pytest
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assemblyai_mcp import ToolServer
from assemblyai_mcp.asgi.app import create_app
from assemblyai_mcp.asgi.serve import HttpServer
from assemblyai_mcp.asgi.session_table import SessionBounds
from assemblyai_mcp.config import HttpSettings
from assemblyai_tools import AsyncClient, Settings

KEY = "sk-0123456789abcdef"
"""The server's own AssemblyAI key."""

OTHER_KEY = "sk-another-account"
"""A caller's AssemblyAI key."""

TOKEN = "a-token-that-is-long-enough"
"""The server's token."""

ERAS = ("legacy", "2026-07-28")
COMPLETED = {
    "id": "t1",
    "status": "completed",
    "audio_duration": 3,
    "utterances": [{"speaker": "A", "text": "Hello.", "start": 100, "end": 900}],
}


@dataclass
class Service:
    """Answers from a script, and records every request."""

    script: list = field(default_factory=list)
    requests: list = field(default_factory=list)

    def __call__(self, request):
        self.requests.append(request)
        return self.script.pop(0)

    @property
    def calls(self):
        return [f"{request.method} {request.url.path}" for request in self.requests]


@pytest.fixture
def key():
    return KEY


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def settings(key, tmp_path):
    return Settings(api_key=SecretStr(key), base_url="http://service.test", allowed_dirs=(tmp_path,))


@pytest.fixture
def client(service, settings, monkeypatch):
    """The server's client for the service; its clock advances only while it sleeps."""
    now = [1000.0]

    async def sleep(seconds):
        now[0] += seconds
        for _ in range(20):  # let other tasks run, as a real pause would
            await asyncio.sleep(0)

    monkeypatch.setattr("assemblyai_tools.async_client.time", SimpleNamespace(monotonic=lambda: now[0]))
    return AsyncClient(settings, sleep=sleep, transport=httpx.MockTransport(service))


@pytest.fixture
def server(client):
    return ToolServer(client)


@pytest.fixture(params=[*ERAS, "auto"])
def connect(request, server):
    """Connect a client, in each way in which a client may open a session."""

    def open_client(**options):
        return Client(server, mode=request.param, **options)

    return open_client


@contextmanager
def listening(app, *, server=None):
    """Serve an app on a free port of this machine; gives its URL."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    started = threading.Event()

    class Started(server or uvicorn.Server):
        async def startup(self, sockets=None):
            await super().startup(sockets)
            self.loop, self.ending = asyncio.get_running_loop(), asyncio.Event()
            started.set()

        async def main_loop(self):
            """Uvicorn itself looks ten times a second whether it is to end."""
            await self.on_tick(0)
            await self.ending.wait()

    running = Started(app) if server else Started(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        assert started.wait(60)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        if started.is_set():
            running.loop.call_soon_threadsafe(running.ending.set)
        thread.join(60)
        listener.close()


@dataclass
class Account:
    """A service over real HTTP that answers by path and records (key, method, path) of every request."""

    url: str = ""
    asked: list = field(default_factory=list)
    statuses: dict = field(default_factory=dict)
    echoes: bool = False
    """Whether it refuses every request with an error that repeats the key."""
    bodies: list = field(default_factory=list)
    hangs: bool = False
    """Whether it leaves every request unanswered until its client leaves."""
    in_vain: threading.Event = field(default_factory=threading.Event)
    """Set once it has left a request unanswered."""

    async def answer(self, request):
        self.asked.append((request.headers.get("authorization"), request.method, request.url.path))
        name = request.path_params["path"]
        if self.echoes:
            return JSONResponse({"error": f"{request.headers['authorization']} is not known here"}, 401)
        if request.method == "POST" and name == "v2/transcript":
            self.bodies.append(await request.json())
            return JSONResponse({"id": "t1", "status": "queued"})
        if request.method == "DELETE":
            return JSONResponse(COMPLETED | {"audio_url": "http://deleted_by_user"})
        if name == "v2/transcript":
            return JSONResponse({"transcripts": [{"id": "t1", "status": "completed"}]})
        if name.startswith("v2/transcript/"):
            return JSONResponse(COMPLETED | {"status": self.statuses.get("t1", "completed")})
        return Response(status_code=404)

    async def hang(self, request):
        self.in_vain.set()
        while (await request.receive())["type"] != "http.disconnect":
            pass
        return Response()

    @property
    def keys(self):
        return [key for key, _, _ in self.asked]


@pytest.fixture(scope="session")
def service_over_http():
    """A stand-in for the service, over real HTTP on this machine; its account is that of the test that runs."""
    service = SimpleNamespace(account=None)

    async def answer(request):
        account = service.account
        return await (account.hang if account.hangs else account.answer)(request)

    app = Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST", "DELETE"])])
    with listening(app) as service.url:
        yield service


@pytest.fixture
def account(service_over_http):
    """What the service has for this test, and what it was asked."""
    service_over_http.account = Account(service_over_http.url)
    return service_over_http.account


@pytest.fixture
def served(account, tmp_path):
    """Start a server over HTTP in front of the account; gives its URL."""

    @contextmanager
    def start(*, api_key=KEY, selection=None, bounds=None, **http):
        secret = SecretStr(api_key) if api_key else None
        settings = Settings(api_key=secret, base_url=account.url, allowed_dirs=(tmp_path,))
        app = create_app(settings, HttpSettings(**http), selection, bounds=bounds or SessionBounds())
        with listening(app, server=HttpServer) as url:
            yield url

    return start


@asynccontextmanager
async def http_client(url, mode="2026-07-28", *, bearer=None, **options):
    """A client over HTTP; with `bearer`, it sends that token with every request."""
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(f"{url}/mcp", http_client=http)
        async with Client(transport, mode=mode, **options) as client:
            yield client
