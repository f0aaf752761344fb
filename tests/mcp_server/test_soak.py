"""Many clients at once for a while: no call fails, and the server's memory does not grow."""

import asyncio
import shutil
import subprocess
from collections import Counter

import httpx
import pytest
from tests.mcp_server.conftest import KEY
from tests.mcp_server.raw_requests import HEADERS, INITIALIZE, modern
from tests.mcp_server.server_process import process

CLIENTS = 50
WARM_UP, CALLS = 1000, 2000
MOST_GROWTH = 2_000
"""Kilobytes of growth that are noise of the allocator. Losing one kilobyte with every call would add 2,000; losing a
connection or a client with every call would add many times as much."""

WORK = (
    ("get_transcript", {"transcript_id": "t1"}),
    ("get_transcript", {"transcript_id": "not/an/id"}),
    ("delete_transcript", {"transcript_id": "t1"}),
    ("list_transcripts", {}),
)


def resident_kilobytes(process_id):
    done = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process_id)], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


async def open_session(http, url):
    """Open a session as an older client does; gives the headers of its further requests."""
    answer = await http.post(f"{url}/mcp", headers=HEADERS, json=INITIALIZE)
    return HEADERS | {"Mcp-Session-Id": answer.headers["mcp-session-id"]}


async def work(url, calls):
    """Make the calls with all clients: both eras, some with their own key, some without. Gives the outcomes' counts."""
    outcomes, numbers = Counter(), iter(range(calls))

    async def client(number):
        bearer = {"Authorization": f"Bearer key-of-client-{number}"} if number % 2 else {}
        async with httpx.AsyncClient(headers=bearer, timeout=60) as http:
            session = await open_session(http, url) if number % 4 < 2 else None
            for turn in numbers:
                tool, arguments = WORK[turn % len(WORK)]
                headers, body = modern("tools/call", tool, name=tool, arguments=arguments)
                body["params"]["_meta"]["progressToken"] = turn
                if session:
                    headers, body["params"]["_meta"] = session, {"progressToken": turn}
                answer = await http.post(f"{url}/mcp", headers=headers, json=body)
                outcomes[(answer.status_code, tool, '"isError":true' in answer.text)] += 1
            if session:
                await http.delete(f"{url}/mcp", headers=session)

    await asyncio.gather(*(client(number) for number in range(CLIENTS)))
    return outcomes


@pytest.mark.no_cover  # the server is another process; coverage would only slow down its clients
@pytest.mark.skipif(shutil.which("ps") is None, reason="measuring memory needs ps")
async def test_two_thousand_calls_of_fifty_clients_succeed_and_leak_nothing(account):
    env = {"ASSEMBLYAI_API_KEY": KEY, "ASSEMBLYAI_BASE_URL": account.url}
    with process(**env) as (running, url):
        await work(url, WARM_UP)
        before = resident_kilobytes(running.pid)
        outcomes = await work(url, CALLS)
        grown = resident_kilobytes(running.pid) - before
    quarter = CALLS // len(WORK)
    assert outcomes == {
        (200, "get_transcript", False): quarter,
        (200, "get_transcript", True): quarter,
        (200, "delete_transcript", True): quarter,
        (200, "list_transcripts", False): quarter,
    }
    assert grown < MOST_GROWTH, f"it grew by {grown} kB"
