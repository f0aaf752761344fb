from importlib.metadata import version

import httpx
import pytest
from pydantic import SecretStr
from tests.mcp_server.conftest import KEY, TOKEN
from tests.mcp_server.raw_requests import call, list_tools

from assemblyai_mcp.asgi.server_token import RequireServerToken


@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer wrong-but-just-as-long-as", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer"],
)
def test_a_request_without_the_servers_token_is_refused(served, account, authorization):
    headers = {"Authorization": authorization} if authorization else {}
    with served(token=SecretStr(TOKEN)) as url:
        answer = call(url, "get_transcript", {"transcript_id": "t1"}, **headers)
        assert list_tools(url, Authorization=f"Bearer {TOKEN}").status_code == 200, "it keeps serving"
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json() == {
        "error": "This server asks for its own token, as the header 'Authorization: Bearer TOKEN'."
    }
    assert account.asked == []


def test_a_call_with_the_servers_token_is_for_the_servers_account(served, account):
    with served(token=SecretStr(TOKEN)) as url:
        answer = call(url, "get_transcript", {"transcript_id": "t1"}, Authorization=f"Bearer {TOKEN}")
    assert answer.json()["result"]["structuredContent"]["status"] == "completed"
    assert account.keys == [KEY], "the token is never taken for a key"


def test_health_needs_no_token_and_says_the_version(served):
    with served(token=SecretStr(TOKEN)) as url:
        answer = httpx.get(f"{url}/health", headers={"Host": "anything.test"})
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "version": version("assemblyai-tools")}


def test_neither_key_nor_token_reaches_an_answer_or_a_log(served, account, caplog):
    account.echoes = True
    with served(token=SecretStr(TOKEN)) as url, caplog.at_level("DEBUG"):
        answers = [
            call(url, "get_transcript", {"transcript_id": "t1"}, Authorization=f"Bearer {TOKEN}"),
            call(url, "summarize", {"transcript_ids": ["t1"]}, Authorization=f"Bearer {TOKEN}"),
            list_tools(url),
        ]
    seen = "".join(answer.text for answer in answers) + caplog.text
    assert "[api key] is not known here" in seen, "the service did echo the key"
    assert KEY not in seen
    assert TOKEN not in seen


async def test_a_scope_that_is_not_http_passes_through():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope)

    await RequireServerToken(app, SecretStr(TOKEN))({"type": "lifespan"}, None, None)
    assert seen == [{"type": "lifespan"}]
