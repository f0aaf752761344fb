"""20,000 requests with any method, path, headers and body to `assemblyai-mcp`: no answer may say that it failed."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator

from tests.attack.figure import Figure
from tests.mcp_server.odd_requests import answer, requests
from tests.mcp_server.server_process import process

COUNT = 20_000
SEED = 14
SESSIONS = 20
"""Sessions that are open at a time, so that no bound of the server is met."""


def attack() -> Iterator[Figure]:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # a service that cannot be reached
        env = {
            "ASSEMBLYAI_BASE_URL": f"http://127.0.0.1:{nobody.getsockname()[1]}",
            "ASSEMBLYAI_ALLOWED_DIRS": "/nowhere",
        }
        with process(**env, ASSEMBLYAI_API_KEY="sk-0123456789abcdef") as (running, url):
            threading.Thread(
                target=running.stderr.read, daemon=True
            ).start()  # so that its log never blocks it
            statuses = _statuses(int(url.rpartition(":")[2]))
            alive = running.poll() is None
    failed = sum(count for status, count in statuses.items() if status >= 500)
    what = f"answers of 500 and above in {COUNT:,} fuzzed requests (seed {SEED})"
    yield Figure(what, found=failed, most=0)
    yield Figure("fuzzed requests that ended the server", found=not alive, most=0)
    # That the requests meet the server at all, and not only its checks.
    yield Figure(
        f"statuses of 200, 202, 400, 404 and 405 that none of {COUNT:,} answers had",
        len({200, 202, 400, 404, 405} - set(statuses)),
        0,
    )


def _statuses(port: int) -> Counter[int]:
    statuses, sessions = Counter(), []
    for request in requests(SEED, COUNT, sessions):
        status, session = answer(port, request)
        statuses[status] += 1
        if session and status == 200 and session not in sessions:
            sessions.append(session)
        if len(sessions) > SESSIONS:
            end = f"DELETE /mcp HTTP/1.1\r\nHost: localhost\r\nMcp-Session-Id: {sessions.pop(0)}\r\n\r\n"
            answer(port, end.encode())
    return statuses
