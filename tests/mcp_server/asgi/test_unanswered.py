import logging
import socket

import httpx
import pytest
from tests.mcp_server.odd_requests import answer, requests
from tests.mcp_server.raw_requests import HEADERS, MODERN, modern, open_session, post

from assemblyai_mcp.asgi.unanswered import WholeRequests


@pytest.mark.parametrize("stateless", [False, True])
def test_a_client_that_asks_for_missed_events_gets_a_new_stream(served, stateless):
    with served(stateless=stateless) as url:
        headers = {**HEADERS, **open_session(url), "Last-Event-ID": "7"}
        with httpx.stream("GET", f"{url}/mcp", headers=headers, timeout=30) as stream:
            assert (stream.status_code, stream.headers["Content-Type"]) == (200, "text/event-stream")


def test_missed_events_of_no_session_are_a_client_error(served):
    with served() as url:
        reply = httpx.get(f"{url}/mcp", headers={**HEADERS, "Last-Event-ID": "7"})
    assert reply.status_code == 400


@pytest.mark.parametrize(
    "name", ["Mcp-Name", "Mcp-Method", "Mcp-Param-Audio", "Mcp-Session-Id", "Mcp-Protocol-Version"]
)
@pytest.mark.parametrize("value", [b"=?base64?\xff?=", b"\x80"])
def test_a_header_of_the_protocol_that_is_not_ascii_is_a_client_error(served, name, value):
    headers, body = modern("tools/call", "get_transcript", name="get_transcript", arguments={})
    with served() as url:
        reply = post(
            url, {key.encode(): text.encode() for key, text in headers.items()} | {name.encode(): value}, body
        )
    assert reply.status_code == 400
    assert "=?base64?" in reply.json()["error"]


@pytest.mark.parametrize("wire", [MODERN, {}])
def test_a_client_that_leaves_in_the_middle_of_its_request_is_nothing_for_the_log(served, caplog, wire):
    caplog.set_level(logging.WARNING)
    lines = {"Host": "localhost", **HEADERS, **wire, "Content-Length": "100"}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    with served() as url:
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as connection:
            connection.sendall(f"POST /mcp HTTP/1.1\r\n{head}\r\n{{".encode())
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(100) == b""
        assert httpx.get(f"{url}/health").status_code == 200
    # An emulator that other tests started may log its own.
    assert [one for one in caplog.records if not one.name.startswith("assemblyai_emulator")] == []


async def test_what_is_no_request_passes():
    async def app(_scope, receive, _send):
        assert (await receive())["type"] == "lifespan.startup"

    async def receive():
        return {"type": "lifespan.startup"}

    await WholeRequests(app)({"type": "lifespan"}, receive, None)


@pytest.mark.parametrize("options", [{}, {"stateless": True}, {"api_key": None}])
def test_no_request_whatever_it_holds_is_a_fault_of_the_server(served, options):
    statuses, sessions = [], []
    with served(public_url=None, **options) as url:
        for request in requests(1, 400, sessions):
            status, session = answer(int(url.rpartition(":")[2]), request)
            statuses.append(status)
            sessions += [session] if session and status == 200 else []
    assert [status for status in statuses if status >= 500] == []
    assert {200, 400, 404, 405, 421, 403} <= set(statuses)
