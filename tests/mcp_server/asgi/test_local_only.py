import pytest
from pydantic import SecretStr
from tests.mcp_server.conftest import TOKEN
from tests.mcp_server.raw_requests import call, list_tools


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_a_local_server_refuses_forwarded_requests(served, account, header):
    """A proxy rewrites the Host header, so a stranger would look local."""
    with served() as url:
        answer = call(url, "get_transcript", {"transcript_id": "t1"}, **{header: "8.8.8.8"})
    assert (answer.status_code, account.asked) == (403, [])
    assert "start it with --allowed-host" in answer.json()["error"]


def test_a_server_with_a_token_accepts_forwarded_requests(served):
    with served(token=SecretStr(TOKEN)) as url:
        headers = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "8.8.8.8"}
        assert list_tools(url, **headers).status_code == 200
