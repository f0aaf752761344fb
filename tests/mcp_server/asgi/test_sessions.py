"""Sessions of older clients when there is no room for all of them."""

import gc
import json
from contextlib import contextmanager
from itertools import count

import httpx
import pytest
from mcp import MCPError
from mcp.server.streamable_http import StreamableHTTPServerTransport
from pydantic import SecretStr
from tests.mcp_server.conftest import OTHER_KEY, TOKEN, http_client
from tests.mcp_server.raw_requests import HEADERS, INITIALIZE, call, list_tools, modern

from assemblyai_mcp.asgi.session_table import SessionBounds
from assemblyai_mcp.asgi.sessions import Sessions

READ = {"name": "get_transcript", "arguments": {"transcript_id": "t1"}}
DELETE = {"name": "delete_transcript", "arguments": {"transcript_id": "t1"}}
STRANGER = count()


class OldClient:
    """A client of an older revision, without any SDK."""

    def __init__(self, url, key=None, *, address=None, can_ask=False):
        self.headers = HEADERS | ({"Authorization": f"Bearer {key}"} if key else {})
        self.headers |= {"X-Forwarded-For": address} if address else {}
        self.url = url
        body = json.loads(json.dumps(INITIALIZE))
        body["params"]["capabilities"] = {"elicitation": {}} if can_ask else {}
        self.opened = self.send("POST", json=body)
        self.headers["Mcp-Session-Id"] = self.opened.headers.get("mcp-session-id", "none")

    def send(self, method, path="/mcp", **content):
        return httpx.request(method, self.url + path, headers=self.headers, timeout=30, **content)

    def stream(self, method, **content):
        return httpx.stream(method, f"{self.url}/mcp", headers=self.headers, timeout=30, **content)

    def request(self, method="tools/list", **params):
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return self.send("POST", json=body)

    def works(self):
        """Call a tool that the service answers."""
        return self.request("tools/call", **READ).status_code == 200

    @property
    def is_open(self):
        """Whether the session is there, without a request that would show anything."""
        return self.request("ping").status_code == 200

    @contextmanager
    def busy(self):
        """Have a call in progress: the server waits for the person's answer."""
        body = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": DELETE}
        with self.stream("POST", json=body) as answer:
            lines = answer.iter_lines()
            question = next(line for line in lines if "elicitation/create" in line)
            yield
            body = {"jsonrpc": "2.0", "id": json.loads(question[6:])["id"], "result": {"action": "decline"}}
            assert self.send("POST", json=body).status_code == 202
            assert any("The person did not agree" in line for line in lines)

    @contextmanager
    def listening(self):
        with self.stream("GET") as answer:
            assert answer.status_code == 200
            yield answer


def stranger(url, **options):
    return OldClient(url, f"made-up-{next(STRANGER)}", **options)


def bounds(most=100, caller=100, address=100):
    return SessionBounds(most=most, most_of_caller=caller, most_unproven_of_address=address)


def open_in_the_sdk():
    gc.collect()
    return sum(
        isinstance(one, StreamableHTTPServerTransport) and not one.is_terminated for one in gc.get_objects()
    )


@pytest.mark.parametrize("bound", [bounds(most=5), bounds(address=4)], ids=["in all", "of an address"])
def test_strangers_make_room_for_each_other_and_never_take_the_place_of_who_worked(served, bound):
    before = open_in_the_sdk()
    with served(bounds=bound) as url:
        honest = OldClient(url, OTHER_KEY)
        assert honest.works()
        strangers = [stranger(url) for _ in range(20)]
        assert {one.opened.status_code for one in strangers} == {200}
        assert [one.is_open for one in strangers] == [False] * 16 + [True] * 4
        assert honest.works()
        assert open_in_the_sdk() - before == 5, "those that had to go use no memory any longer"


def test_a_session_that_asked_for_something_stays_longer_than_one_that_did_not(served):
    with served(bounds=bounds(most=3)) as url:
        asked = stranger(url)
        assert asked.request("tools/list").status_code == 200
        for _ in range(5):
            stranger(url).request("notifications/initialized")
        assert asked.is_open


def test_strangers_who_ask_for_something_do_not_drive_out_a_client_that_just_opened(served):
    with served(bounds=bounds(address=10)) as url:
        strangers = [stranger(url) for _ in range(10)]
        assert {one.request("tools/list").status_code for one in strangers} == {200}
        newcomer = OldClient(url, OTHER_KEY)
        for _ in range(5):
            assert stranger(url).request("tools/list").status_code == 200
        assert newcomer.works()
        assert [one.is_open for one in strangers] == [False] * 6 + [True] * 4


def test_a_call_that_fails_proves_nothing(served, account):
    account.echoes = True  # the service refuses every key
    with served(bounds=bounds(address=1)) as url:
        failed = stranger(url)
        assert failed.works()
        stranger(url)
        assert not failed.is_open


def test_a_client_that_had_to_go_is_told_and_opens_a_new_session(served):
    with served(bounds=bounds(most=1)) as url:
        first = stranger(url)
        stranger(url)
        told = first.request()
        assert (told.status_code, told.json()["error"]["code"]) == (404, -32600)
        assert told.json()["error"]["message"] == (
            "Session not found. It ended, after some minutes without a request or to make room for others, or another "
            "key or another worker opened it. Open a new one with initialize. For several workers, the operator sets "
            "--stateless or lets the proxy send each Mcp-Session-Id to one worker."
        )


async def test_the_sdks_client_gets_an_error_that_says_so_and_can_connect_again(served):
    with served(bounds=bounds(most=1)) as url:
        async with http_client(url, "legacy", bearer=OTHER_KEY) as client:
            stranger(url)
            with pytest.raises(MCPError, match="Open a new one with initialize"):
                await client.list_tools()
        async with http_client(url, "legacy", bearer=OTHER_KEY) as client:
            assert (await client.list_tools()).tools


def test_a_session_that_worked_is_never_ended_during_a_call(served):
    with served(bounds=bounds(most=1)) as url:
        first = OldClient(url, OTHER_KEY, can_ask=True)
        assert first.works()
        with first.busy():
            refused = stranger(url).opened
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
            assert "no room for another session: every one is busy" in refused.json()["error"]["message"]
            assert list_tools(url).status_code == 200, "a client of the current revision needs no session"
        assert first.is_open


def test_listening_does_not_keep_a_session_that_did_nothing(served):
    with served(bounds=bounds(most=1)) as url, stranger(url).listening() as events:
        assert stranger(url).opened.status_code == 200
        assert list(events.iter_lines()) == [], "its stream ends"


def test_a_session_that_worked_and_listens_is_not_ended_for_another_caller(served):
    with served(bounds=bounds(most=1)) as url:
        worked = OldClient(url, OTHER_KEY)
        assert worked.works()
        with worked.listening():
            assert stranger(url).opened.status_code == 503
        assert worked.is_open


def test_a_caller_over_its_bound_loses_its_own_session_and_nobody_elses(served):
    with served(bounds=bounds(caller=2)) as url:
        other = stranger(url)
        own = [OldClient(url, OTHER_KEY) for _ in range(2)]
        assert all(one.works() for one in own)
        with own[0].listening():
            third = OldClient(url, OTHER_KEY)
            assert [one.is_open for one in (*own, third, other)] == [False, True, True, True]


def test_a_caller_whose_sessions_are_all_busy_gets_no_other(served):
    with served(bounds=bounds(caller=1)) as url, OldClient(url, OTHER_KEY, can_ask=True).busy():
        assert OldClient(url, OTHER_KEY).opened.status_code == 503
        assert stranger(url).opened.status_code == 200


def test_among_those_that_worked_the_caller_who_holds_most_makes_room(served):
    with served(bounds=bounds(most=3)) as url:
        clients = [OldClient(url, key) for key in (OTHER_KEY, "sk-collector", "sk-collector")]
        assert all(client.works() for client in clients)
        assert stranger(url).opened.status_code == 503
        authorization = {"Authorization": "Bearer sk-newcomer"}
        assert call(url, "get_transcript", READ["arguments"], **authorization).status_code == 200
        assert OldClient(url, "sk-newcomer").opened.status_code == 200
        assert [client.is_open for client in clients] == [True, False, True]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.1", "203.0.113.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:203.0.113.1", "203.0.113.1", True),
        ("not an address", "203.0.113.1", False),
    ],
)
def test_an_address_over_its_bound_ends_its_own_sessions_only(served, one, other, same):
    """Whoever has an IPv6 address has the whole site."""
    with served(api_key=None, allowed_hosts=("a.test",), bounds=bounds(address=1)) as url:
        first = stranger(url, address=one)
        stranger(url, address=other)
        assert first.is_open is not same


def test_callers_behind_one_proxy_may_have_as_many_sessions_as_work(served):
    with served(bounds=bounds(address=1)) as url:
        clients = []
        for number in range(5):
            clients.append(OldClient(url, f"sk-{number}"))
            assert clients[-1].works()
        assert all(client.is_open for client in clients)


def test_with_a_token_nobody_without_it_gets_near_the_sessions(served):
    with served(token=SecretStr(TOKEN), bounds=bounds(most=1)) as url:
        owner = OldClient(url, TOKEN)
        assert {stranger(url).opened.status_code for _ in range(5)} == {401}
        assert OldClient(url).opened.status_code == 401
        assert owner.is_open


def test_callers_with_the_servers_token_are_not_one_caller(served):
    with served(token=SecretStr(TOKEN), bounds=bounds(caller=1)) as url:
        owners = [OldClient(url, TOKEN) for _ in range(3)]
        assert all(owner.is_open for owner in owners)


def test_a_request_that_opens_no_session_takes_no_place(served):
    with served(bounds=bounds(most=1)) as url:
        first = stranger(url)
        for path, body in (("/mcp", "{bad"), ("/mcp", json.dumps(modern("tools/list")[1])), ("/other", "{}")):
            assert httpx.post(url + path, headers=HEADERS, content=body).status_code >= 400
        assert first.is_open


def test_a_session_cannot_hide_from_the_count(served):
    before = open_in_the_sdk()
    with served(bounds=bounds(most=2)) as url:
        for _ in range(5):
            one = stranger(url)
            assert one.send("POST", "/other", json={}).status_code == 404
            assert one.send("DELETE", "/other").status_code == 404
        assert open_in_the_sdk() - before == 2


def test_a_session_that_its_client_ended_leaves_its_place(served):
    with served(bounds=bounds(most=1)) as url:
        first = OldClient(url, OTHER_KEY, can_ask=True)
        assert first.send("DELETE").status_code == 200
        assert (first.is_open, first.send("DELETE").status_code) == (False, 404)
        assert stranger(url).opened.status_code == 200


def test_without_sessions_there_is_nothing_to_bound(served):
    with served(stateless=True, bounds=bounds(most=1)) as url:
        assert {stranger(url).opened.status_code for _ in range(3)} == {200}


async def test_a_scope_that_is_not_http_passes_through():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope)

    await Sessions(app, None, 0)({"type": "lifespan"}, None, None)
    assert seen == [{"type": "lifespan"}]
