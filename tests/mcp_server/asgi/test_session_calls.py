"""Requests of older clients' sessions that are in progress: what counts, how many there may be, and who is proven."""

import http.client
import json
from contextlib import contextmanager

import pytest
from tests.mcp_server.asgi.test_sessions import OldClient, stranger
from tests.mcp_server.conftest import OTHER_KEY

from assemblyai_mcp.asgi.session_calls import WholeBody
from assemblyai_mcp.asgi.session_table import SessionBounds


@contextmanager
def sending(client, *, length=4_000):
    """A request whose body has arrived in part."""
    connection = http.client.HTTPConnection(client.url.removeprefix("http://"), timeout=30)
    connection.putrequest("POST", "/mcp")
    for name, value in {**client.headers, "Content-Length": str(length)}.items():
        connection.putheader(name, value)
    connection.endheaders(b"{")
    try:
        yield connection
    finally:
        connection.close()


@pytest.mark.parametrize("number", [2, "2"])
def test_a_request_with_the_id_of_one_in_progress_is_refused_and_the_first_gets_its_answer(served, number):
    with served() as url:
        client = OldClient(url, OTHER_KEY, can_ask=True)
        with client.busy():
            refused = client.send("POST", json={"jsonrpc": "2.0", "id": number, "method": "ping"})
            assert refused.status_code == 400
            assert "request with the same id in progress" in refused.json()["error"]["message"]
            assert client.is_open
        again = client.send("POST", json={"jsonrpc": "2.0", "id": number, "method": "ping"})
        assert again.status_code == 200


def test_a_session_has_a_bound_of_requests_in_progress(served):
    with served(bounds=SessionBounds(most_calls=1)) as url:
        client = OldClient(url, OTHER_KEY, can_ask=True)
        with client.busy():
            refused = client.request("ping")
            assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
            assert "Wait for an answer and send it again" in refused.json()["error"]["message"]
            assert client.request("notifications/initialized").status_code != 202, "it has an id: a request"
            told = {"jsonrpc": "2.0", "method": "notifications/initialized"}
            assert client.send("POST", json=told).status_code == 202
        assert client.is_open


def test_a_body_on_its_way_does_not_keep_a_session(served):
    with served(bounds=SessionBounds(most=2)) as url:
        worked = OldClient(url, OTHER_KEY)
        assert worked.works()
        first = stranger(url)
        with sending(first):
            assert stranger(url).opened.status_code == 200
            assert worked.works()
            assert not first.is_open


def test_a_session_that_ended_while_a_body_was_on_its_way_is_not_found(served):
    with served() as url:
        client = stranger(url)
        with sending(client, length=2) as connection:
            assert client.send("DELETE").status_code == 200
            connection.send(b"}")
            answer = connection.getresponse()
            assert (answer.status, b"Session not found" in answer.read()) == (404, True)


def test_a_body_that_is_too_long_is_refused_before_it_is_sent(served):
    with served() as url, sending(OldClient(url), length=5_000_000) as connection:
        assert connection.getresponse().status == 413


def test_a_tool_that_needs_no_service_proves_nothing(served):
    with served(bounds=SessionBounds(most_unproven_of_address=1)) as url:
        first = stranger(url)
        found = first.request("tools/call", name="find_recordings", arguments={})
        assert '"isError":false' in found.text
        stranger(url)
        assert not first.is_open


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"method": "ping", "id": 7}', "7"),
        (b'{"method": "ping", "id": "seven"}', "seven"),
        (b'{"method": "ping", "id": null}', None),
        (b'{"method": "ping", "id": 7.0}', None),
        (b'{"result": {}, "id": 7}', None),
        (b"[7]", None),
        (b"{bad", None),
        (b"\xff", None),
        (b"[" * 100_000, None),
    ],
)
async def test_the_id_of_a_request_is_read_from_its_parts(body, found):
    parts = [{"type": "http.request", "body": piece, "more_body": True} for piece in (body[:3], body[3:])]
    parts += [{"type": "http.request", "more_body": False}, {"type": "http.disconnect"}]
    given = list(parts)

    async def receive():
        return given.pop(0)

    whole = WholeBody(receive, 1_000_000)
    await whole.read()
    assert whole.request_id() == found
    assert [await whole.receive() for _ in parts] == parts


async def test_of_a_body_that_is_too_long_no_more_is_kept():
    async def receive():
        return {"type": "http.request", "body": json.dumps("x" * 998).encode(), "more_body": True}

    whole = WholeBody(receive, 2_500)
    await whole.read()
    assert len(whole._messages) == 3
