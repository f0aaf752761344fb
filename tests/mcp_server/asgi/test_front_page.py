"""A person who opens an address of the server learns what it is and where its endpoint is."""

import httpx
import pytest
from pydantic import SecretStr
from tests.mcp_server.conftest import TOKEN
from tests.mcp_server.raw_requests import list_tools

from assemblyai_mcp.asgi.front_page import FrontPage

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
WHAT = "This is assemblyai-mcp, an MCP server"


@pytest.mark.parametrize("options", [{}, {"token": SecretStr(TOKEN)}], ids=["open", "with a token"])
def test_the_root_says_what_this_is_in_plain_text_and_to_a_browser_as_a_page(served, options):
    with served(**options) as url:
        plain, page = httpx.get(url), httpx.get(url, headers=BROWSER)
        head = httpx.head(url)
    assert [answer.status_code for answer in (plain, page, head)] == [200, 200, 200]
    assert plain.text.startswith(f"{WHAT}: AssemblyAI's speech-to-text")
    assert "Its endpoint is /mcp at this address" in plain.text
    assert (plain.headers["content-type"], head.text) == ("text/plain; charset=utf-8", "")
    assert page.text.startswith("<!doctype html>\n<title>assemblyai-mcp</title>\n<p>This is")
    assert "AssemblyAI&#x27;s" in page.text


@pytest.mark.parametrize("path", ["/sse", "/docs", "/favicon.ico", "/mcp/tools", "/.well-known/openid"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_address_says_that_nothing_is_there_and_where_the_endpoint_is(served, path, method):
    with served() as url:
        answer = httpx.request(method, url + path)
    assert answer.status_code == 404
    assert answer.text.startswith(f"There is nothing at this address.\n{WHAT}")


def test_a_browser_at_the_endpoint_learns_that_it_is_for_clients(served):
    with served() as url:
        page = httpx.get(f"{url}/mcp", headers=BROWSER)
        client = httpx.get(f"{url}/mcp", headers={"Accept": "text/html, text/event-stream"})
        assert list_tools(url).status_code == 200
    assert page.status_code == 406
    assert (
        "<p>This address is for MCP clients, which accept text/event-stream; a browser does not.</p>"
        in page.text
    )
    assert client.json()["error"]["message"] == "Bad Request: Missing session ID"


def test_the_page_is_guarded_like_everything_else(served):
    with served() as url:
        refused = httpx.get(url, headers={"Host": "evil.example"})
        forwarded = httpx.get(url, headers={"X-Forwarded-For": "10.0.0.1"})
    assert (refused.status_code, forwarded.status_code) == (421, 403)


async def test_a_scope_that_is_not_http_passes_through():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope)

    await FrontPage(app, "/mcp")({"type": "lifespan"}, None, None)
    assert seen == [{"type": "lifespan"}]
