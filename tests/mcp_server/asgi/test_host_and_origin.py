import httpx
import pytest
from pydantic import SecretStr
from starlette.responses import PlainTextResponse
from tests.mcp_server.conftest import ERAS, TOKEN
from tests.mcp_server.raw_requests import HEADERS, INITIALIZE, modern, post

from assemblyai_mcp.asgi.host_and_origin import HostAndOrigin
from assemblyai_mcp.config import HttpSettings


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Host": "127.0.0.1:99@evil.example"}, 421),
        ({"Host": "localhost:evil"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:99@evil.example"}, 403),
        ({"Origin": "http://localhost:evil"}, 403),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:"}, 403),
        ({"Host": "localhost"}, 200),
        ({"Host": "localhost:"}, 200),
        ({"Host": "LOCALHOST.:1"}, 200),
        ({"Origin": "http://localhost:6274"}, 200),
        ({"Origin": "http://[::1]"}, 200),
    ],
)
@pytest.mark.parametrize("era", ERAS)
def test_a_page_of_another_site_is_refused(served, era, headers, status):
    given, body = modern("tools/list")
    if era == "legacy":
        given, body = HEADERS, INITIALIZE
    with served() as url:
        assert post(url, given | headers, body).status_code == status


def test_a_browser_gets_no_permission_for_a_page_or_a_name_that_is_not_allowed(served):
    ask = {"Access-Control-Request-Method": "POST"}
    with served(token=SecretStr(TOKEN), allowed_origins=("https://App.example.com:443",)) as url:
        answers = [
            httpx.options(f"{url}/mcp", headers=ask | headers)
            for headers in (
                {"Origin": "https://app.example.com"},
                {"Origin": "https://app.example.com.evil.example"},
                {"Origin": "https://app.example.com", "Host": "evil.example"},
            )
        ]
    assert [answer.status_code for answer in answers] == [200, 403, 421]
    assert [answer.headers.get("Access-Control-Allow-Origin") for answer in answers] == [
        "https://app.example.com",
        None,
        None,
    ]


def test_a_browser_gets_no_permission_for_a_page_of_this_machine_that_is_not_allowed(served):
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    with served() as url:
        answers = [
            httpx.options(f"{url}/mcp", headers=ask | {"Origin": origin})
            for origin in ("http://localhost:6274", "https://evil.example")
        ]
    assert [answer.status_code for answer in answers] == [405, 403]
    assert not any("Access-Control-Allow-Origin" in answer.headers for answer in answers)


def test_the_refusal_says_which_option_allows_it(served):
    with served() as url:
        host = httpx.get(f"{url}/mcp", headers={"Host": "a.test"})
        origin = httpx.get(f"{url}/mcp", headers={"Origin": "https://a.test"})
    assert "--allowed-host" in host.json()["error"]
    assert "--allowed-origin" in origin.json()["error"]


def test_only_health_and_webhook_can_be_reached_by_any_name(served):
    named = {"Host": "10.1.2.3:80", "Origin": "https://a.test"}
    with served(token=SecretStr(TOKEN), public_url="https://mcp.example.com") as url:
        statuses = {
            path: httpx.get(url + path, headers=named).status_code
            for path in ("/health", "/webhook", "/mcp", "/mcp/", "/", "/other")
        }
    assert statuses.pop("/health") == 200
    assert statuses.pop("/webhook") == 401, "the receiver itself answers"
    assert set(statuses.values()) == {421}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 421),
        ([(b"host", b"localhost"), (b"host", b"localhost")], 421),
        ([(b"host", b"localhost"), (b"host", b"evil.example")], 421),
        ([(b"host", b"localhost"), (b"origin", b"http://localhost"), (b"origin", b"http://localhost")], 403),
        ([(b"host", b"localhost"), (b"origin", b"")], 403),
        ([(b"host", b"\xff\xfe")], 421),
        ([(b"host", b"localhost")], 200),
    ],
)
async def test_a_missing_or_doubled_header_is_refused(headers, status):
    sent = []

    async def send(message):
        sent.append(message)

    guarded = HostAndOrigin(PlainTextResponse("ok"), HttpSettings())
    await guarded({"type": "http", "method": "GET", "path": "/mcp", "headers": headers}, None, send)
    assert sent[0]["status"] == status


async def test_what_is_no_request_passes():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    await HostAndOrigin(app, HttpSettings())({"type": "lifespan"}, None, None)
    assert seen == ["lifespan"]
