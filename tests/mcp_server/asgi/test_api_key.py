import gc
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from tests.mcp_server.conftest import ERAS, OTHER_KEY
from tests.mcp_server.raw_requests import HEADERS, list_tools, modern, open_session

from assemblyai_mcp.asgi.api_key import ApiKeyMiddleware


class Session:
    """A client without any SDK that can forget its own key."""

    def __init__(self, url, mode, key):
        self.url, self.mode, self.headers = url, mode, {"Authorization": f"Bearer {key}"}
        if mode == "legacy":
            self.headers |= open_session(url, **self.headers)

    def post(self, method, number=1, **params):
        headers, body = modern(method, params.get("name"), **params)
        if self.mode == "legacy":
            headers = dict(HEADERS)
            del body["params"]["_meta"]
        with httpx.Client(timeout=30) as http:
            return http.post(f"{self.url}/mcp", headers=headers | self.headers, json=body | {"id": number})

    def forget_key(self):
        self.headers.clear()


def session_after_a_call(url, mode, key):
    """A session that made one call with the key and stays open."""
    session = Session(url, mode, key)
    session.post("tools/call", 2, name="get_transcript", arguments={"transcript_id": "t1"})
    return session


def holders_of(secret):
    """Every object of this process that has the secret in a field or an item."""
    gc.collect()
    found = []
    for one in gc.get_objects():
        if isinstance(one, dict | list | tuple | set):
            items = [*one.values()] if isinstance(one, dict) else one
            found += [item for item in items if isinstance(item, str | bytes) and str(secret) in str(item)]
        elif isinstance(one, SecretStr) and secret in one.get_secret_value():
            found.append(one)
    return found


@pytest.mark.parametrize("mode", ERAS)
def test_a_callers_key_is_kept_nowhere_not_even_by_an_open_session(served, account, mode):
    key = f"sk-{uuid4()}"
    with served() as url:
        session = session_after_a_call(url, mode, key)
        assert key in account.keys
        account.asked.clear()
        session.forget_key()
        # The server's thread may still be closing the connection of the last request.
        assert not all(holders_of(key) for _ in range(20))


def test_a_session_accepts_only_the_key_that_opened_it(served, account):
    with served() as url:
        session = session_after_a_call(url, "legacy", OTHER_KEY)
        own = session.post("tools/list", 3)
        session.headers["Authorization"] = "Bearer sk-a-thief"
        stolen = session.post("tools/list", 4)
        del session.headers["Authorization"]
        bare = session.post("tools/list", 5)
    assert (own.status_code, stolen.status_code, bare.status_code) == (200, 404, 404)
    assert set(account.keys) == {OTHER_KEY}


async def test_a_scope_that_is_not_http_passes_through():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope)

    await ApiKeyMiddleware(app, None)({"type": "lifespan"}, None, None)
    assert seen == [{"type": "lifespan"}]


@pytest.mark.parametrize(("length", "status"), [(512, 200), (513, 401), (60_000, 401)])
def test_a_bearer_token_that_is_too_long_is_no_key(served, length, status):
    with served() as url:
        answer = list_tools(url, Authorization=f"Bearer {'k' * length}")
    assert answer.status_code == status
    if status == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert "more than 512 characters" in answer.json()["error"]
