"""Strangers whose requests stay in progress, at a server that may open 1,024 files, while newcomers call it.

A third are pairs of requests with the same id in an older client's session; a third are calls with made-up keys that
the service keeps waiting; a third are bodies of which a little arrives again and again.
"""

import asyncio
import json
from collections.abc import Iterator
from itertools import count

import httpx
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from tests.attack.figure import Figure
from tests.mcp_server.conftest import COMPLETED, listening
from tests.mcp_server.raw_requests import HEADERS, INITIALIZE, modern
from tests.mcp_server.server_process import process

MOST_FILES = 1_024
HELD = 450
"""Requests before the first newcomer comes; the server serves 298 connections."""
NEWCOMERS, AT_ONCE = 100, 4
PAUSE = 0.02
"""Seconds between two requests of strangers, which go on while the newcomers call."""
READ = {"name": "get_transcript", "arguments": {"transcript_id": "t1"}}
NUMBERS = count()


async def service(request):
    if request.headers.get("authorization", "").startswith("honest-"):
        return JSONResponse(COMPLETED)
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return JSONResponse({}, 401)


class Strangers:
    def __init__(self, url: str, session: str) -> None:
        self.port = int(url.rpartition(":")[2])
        self.session = {"Mcp-Session-Id": session}
        self.held: list[asyncio.StreamWriter] = []

    async def hold(self, most: int | None = None) -> None:
        for number in range(most) if most else count():
            await (self.same_id, self.waiting_call, self.slow_body)[number % 3]()
            await asyncio.sleep(PAUSE)

    async def same_id(self) -> None:
        body = {"jsonrpc": "2.0", "id": next(NUMBERS), "method": "ping"}
        await asyncio.gather(*(self.send(HEADERS | self.session, body) for _ in range(2)))

    async def waiting_call(self) -> None:
        headers, body = modern("tools/call", READ["name"], **READ)
        await self.send(headers | {"Authorization": f"Bearer made-up-{next(NUMBERS)}"}, body)

    async def slow_body(self) -> None:
        await self.send(HEADERS | self.session | {"Content-Length": "4000000"}, {})
        for writer in self.held[-30::3]:
            writer.write(b" ")

    async def send(self, headers: dict[str, str], body: dict) -> None:
        content = json.dumps(body)
        lines = {"Host": "localhost", "Content-Length": str(len(content))} | headers
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return
        self.held.append(writer)
        writer.write(f"POST /mcp HTTP/1.1\r\n{head}\r\n{content}".encode())


async def is_served(url: str, number: int) -> bool:
    """Whether a new client, without a session, gets its first answers."""
    key = {"Authorization": f"Bearer honest-{number}"}
    try:
        async with httpx.AsyncClient(base_url=url, timeout=10) as http:
            for headers, body in (modern("tools/list"), modern("tools/call", READ["name"], **READ)):
                answer = await http.post("/mcp", headers=headers | key, json=body)
                if answer.status_code != 200 or answer.json().get("result", {}).get("isError"):
                    return False
    except httpx.HTTPError:
        return False
    return True


async def lost_newcomers(url: str) -> int:
    async with httpx.AsyncClient(base_url=url) as http:
        opened = await http.post("/mcp", headers=HEADERS, json=INITIALIZE)
    strangers = Strangers(url, opened.headers["mcp-session-id"])
    await strangers.hold(HELD)
    going_on = asyncio.create_task(strangers.hold())
    turns = iter(range(NEWCOMERS))

    async def come() -> int:
        return sum([not await is_served(url, number) for number in turns])

    lost = await asyncio.gather(*(come() for _ in range(AT_ONCE)))
    going_on.cancel()
    for writer in strangers.held:
        writer.transport.abort()
    return sum(lost)


def held_calls() -> Iterator[Figure]:
    stub = Starlette(routes=[Route("/{path:path}", service)])
    with (
        listening(stub) as service_url,
        process(ASSEMBLYAI_BASE_URL=service_url, most_files=MOST_FILES) as (_, url),
    ):
        lost = asyncio.run(lost_newcomers(url))
    yield Figure(f"of {NEWCOMERS} newcomers, those lost while strangers' requests stay in progress", lost, 0)
