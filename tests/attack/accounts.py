"""Attacks the separation of accounts: callers with keys of their own share one server, and hang up, cancel and fail.

The service in front of which the server runs answers each call with a digest of the key that it came with.
"""

import asyncio
import random
from collections import Counter, deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from threading import Thread

import httpx
from tests.attack.figure import Figure
from tests.attack.keyed_service import SLOW, account_of, keyed_service
from tests.mcp_server.raw_requests import HEADERS, INITIALIZE, modern
from tests.mcp_server.server_process import process

_CALLS = 20_000
_CALLERS = 50


def attack() -> Iterator[Figure]:
    """Make the calls of all callers against one server process."""

    async def attacked() -> Counter[str]:
        async with calling() as server:
            return await server.call(_CALLS)

    found = asyncio.run(attacked())
    calls = f"in {found['answered']:,} answered and {found['given up']:,} given up"
    yield Figure(f"calls answered for a wrong account {calls}", found["wrong"], 0)
    yield Figure(f"calls left without an answer for their own account {calls}", found["lost"], 0)


@dataclass(frozen=True, slots=True)
class Calling:
    """A server process, and callers with keys of their own."""

    process_id: int
    url: str
    keys: Sequence[str]

    async def call(self, calls: int) -> Counter[str]:
        """Make calls until so many are answered ("answered"); others are "given up" meanwhile.

        Of the answers, "wrong" counts those with another account, "lost" those without their own.
        """
        found, turns = Counter[str](), count()
        await asyncio.gather(
            *(
                _caller(self.url, key, calls, turns, found, is_old=at % 2 == 0)
                for at, key in enumerate(self.keys)
            )
        )
        return found


@asynccontextmanager
async def calling() -> AsyncGenerator[Calling]:
    """A server in front of a service that says for whom it answers."""
    made_up = random.Random(7)
    async with keyed_service() as service:
        with process(ASSEMBLYAI_BASE_URL=service) as (running, url):
            # The server stands still once the pipe with its log is full.
            Thread(target=lambda: deque(running.stderr, 0), daemon=True).start()
            yield Calling(running.pid, url, [f"{made_up.getrandbits(128):032x}" for _ in range(_CALLERS)])


async def _caller(
    url: str, key: str, calls: int, turns: Iterator[int], found: Counter[str], *, is_old: bool
) -> None:
    own = account_of(key)
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=60) as http:
        session = None
        if is_old:
            opened = await http.post(f"{url}/mcp", headers=HEADERS, json=INITIALIZE)
            session = HEADERS | {"Mcp-Session-Id": opened.headers["mcp-session-id"]}
        while found["answered"] < calls:
            turn = next(turns)
            kind = {0: "slow", 1: "bad"}.get(turn % 20, "t")
            wanted = {"transcript_id": f"{kind}-{turn}"}
            headers, body = modern("tools/call", "get_transcript", name="get_transcript", arguments=wanted)
            body["id"] = turn
            if session:
                headers = session
                del body["params"]["_meta"]
            call = http.post(f"{url}/mcp", headers=headers, json=body)
            if kind == "slow":
                await _given_up(http, url, call, session, turn)
                found["given up"] += 1
            else:
                answer = (await call).text
                found["answered"] += 1
                found["lost"] += own not in answer
                found["wrong"] += answer.replace(own, "").count("account-")


async def _given_up(http, url, call, session, turn) -> None:
    """Hang up, or cancel as an older client does, while the service is still at work."""
    task = asyncio.ensure_future(call)
    await asyncio.sleep(SLOW / 2)
    if session and turn % 40:
        params = {"requestId": turn, "reason": "given up"}
        notice = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}
        await http.post(f"{url}/mcp", headers=session, json=notice)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
