"""Strangers open sessions of the older protocol revisions by the thousand, while others work.

Each round opens more sessions than the server may have: with made-up keys, with made-up keys and everything else that a
stranger can do, and without a key but with a body that never ends in each session. Twenty honest sessions keep
calling, others rest between two calls, and new honest clients keep coming.
"""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import asynccontextmanager, suppress
from itertools import count

import httpx
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from tests.attack.figure import Figure
from tests.mcp_server.conftest import COMPLETED, listening
from tests.mcp_server.raw_requests import HEADERS, INITIALIZE
from tests.mcp_server.server_process import process

STRANGERS = 1_050
"""In each round; the server has 1,000 sessions."""
HONEST, AT_ONCE = 20, 50
MOST_MEGABYTES = 100
"""For the 250 sessions that strangers may have from one address, the 1,000 accounts that the server remembers, 1,000
connections in the middle of a body, and what the allocator keeps."""

READ = {"name": "get_transcript", "arguments": {"transcript_id": "t1"}}
NUMBERS = count()


async def service(request):
    honest = request.headers.get("authorization", "").startswith("honest-")
    return JSONResponse(COMPLETED) if honest else JSONResponse({"error": "Invalid API key"}, 401)


class RefusedError(Exception):
    pass


class Session:
    """A session of an older client, without any SDK."""

    def __init__(self, http: httpx.AsyncClient, key: str | None) -> None:
        self.http = http
        self.headers = HEADERS | ({"Authorization": f"Bearer {key}"} if key else {})

    async def open(self) -> None:
        answer = await self.http.post("/mcp", headers=self.headers, json=INITIALIZE)
        if answer.status_code != 200:
            raise RefusedError(answer.text)
        self.headers |= {"Mcp-Session-Id": answer.headers["mcp-session-id"]}

    async def request(self, method: str, **params) -> None:
        body = {"jsonrpc": "2.0", "id": next(NUMBERS), "method": method, "params": params}
        answer = await self.http.post("/mcp", headers=self.headers, json=body)
        if answer.status_code != 200:
            raise RefusedError(answer.text)


class Attack:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.calls = self.lost = self.newcomers = self.turned_away = 0

    async def run(self) -> None:
        async with self.working():
            for busy in (False, True):
                strangers = iter(range(STRANGERS))
                await asyncio.gather(*(self.strangers(strangers, busy) for _ in range(AT_ONCE)))
            resting = [Session(self.http, f"honest-{next(NUMBERS)}") for _ in range(HONEST)]
            for session in resting:
                await session.open()
                await session.request("tools/call", **READ)
            await self.slow_bodies()
            for session in resting:
                await self.count(session)

    async def strangers(self, turns: Iterator[int], busy: bool) -> None:
        for turn in turns:
            session = Session(self.http, f"made-up-{next(NUMBERS)}")
            try:
                await session.open()
                if busy:
                    await session.request("tools/list")
                    await session.request("tools/call", **READ)
            except RefusedError:
                pass
            if turn % AT_ONCE == 0:
                await self.newcomer()

    async def slow_bodies(self) -> None:
        """Open sessions, begin a request in each, and send it a few bytes at a time."""
        writers = []
        for turn in range(STRANGERS):
            session = Session(self.http, None)
            with suppress(RefusedError):
                await session.open()
                writers.append(await self.begun(session))
            if turn % AT_ONCE == 0:
                for writer in writers:
                    writer.write(b" " * 1_000)
                await self.newcomer()
        for writer in writers:
            writer.transport.abort()

    async def begun(self, session: Session) -> asyncio.StreamWriter:
        lines = {"Host": "localhost", "Content-Length": "4000000"} | session.headers
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        _, writer = await asyncio.open_connection("127.0.0.1", self.http.base_url.port)
        writer.write(f"POST /mcp HTTP/1.1\r\n{head}\r\n{{".encode())
        return writer

    async def count(self, session: Session) -> None:
        self.calls += 1
        try:
            await session.request("tools/call", **READ)
        except RefusedError:
            self.lost += 1

    async def newcomer(self) -> None:
        session = Session(self.http, f"honest-{next(NUMBERS)}")
        self.newcomers += 1
        try:
            await session.open()
            await session.request("tools/list")
            await session.request("tools/call", **READ)
        except RefusedError:
            self.turned_away += 1

    @asynccontextmanager
    async def working(self):
        tasks = [asyncio.create_task(self.work(f"honest-{number}")) for number in range(HONEST)]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def work(self, key: str) -> None:
        session = Session(self.http, key)
        await session.open()
        while True:
            await self.count(session)
            await asyncio.sleep(0.2)


def megabytes(process_id: int) -> float:
    shown = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process_id)], capture_output=True, text=True, check=True
    )
    return int(shown.stdout) / 1024


async def attacked(url: str) -> Attack:
    # The server closes a connection that is idle for five seconds; a request must not meet that.
    limits = httpx.Limits(max_connections=AT_ONCE + HONEST, keepalive_expiry=1)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as http:
        attack = Attack(http)
        await attack.newcomer()
        await attack.run()
    return attack


def attack() -> Iterator[Figure]:
    stub = Starlette(routes=[Route("/{path:path}", service)])
    with listening(stub) as service_url, process(ASSEMBLYAI_BASE_URL=service_url) as (running, url):
        before = megabytes(running.pid)
        found = asyncio.run(attacked(url))
        grown = megabytes(running.pid) - before
    strangers = f"{3 * STRANGERS:,} sessions of strangers"
    yield Figure(f"honest calls refused of {found.calls:,} during {strangers}", found.lost, 0)
    yield Figure(
        f"new clients of {found.newcomers} that found no session during {strangers}", found.turned_away, 0
    )
    yield Figure(f"megabytes that the server grew by during {strangers}", round(grown, 1), MOST_MEGABYTES)
