import httpx
import pytest
from mcp.types import ElicitResult
from pydantic import SecretStr
from tests.mcp_server.conftest import ERAS, KEY, TOKEN, http_client
from tests.mcp_server.raw_requests import HEADERS, MODERN, call, list_tools, modern, post

from assemblyai_mcp.asgi.app import LONGEST_BODY, create_app
from assemblyai_mcp.config import HttpSettings
from assemblyai_tools import ALL_OPERATIONS, ConfigurationError, Selection, Settings


@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize("stateless", [False, True])
async def test_tools_work_over_http_in_both_eras_with_sessions_and_without(served, mode, stateless):
    with served(stateless=stateless) as url:
        async with http_client(url, mode) as client:
            tools = (await client.list_tools()).tools
            result = await client.call_tool("get_transcript", {"transcript_id": "t1"})
    assert [tool.name for tool in tools] == [operation.name for operation in ALL_OPERATIONS]
    assert "[00:00] A: Hello." in result.content[0].text


async def agree(_context, _params):
    return ElicitResult(action="accept", content={"confirm": True})


@pytest.mark.parametrize("mode", ERAS)
async def test_the_person_is_asked_over_http_in_both_eras(served, mode):
    with served() as url:
        async with http_client(url, mode, elicitation_callback=agree) as client:
            result = await client.call_tool("delete_transcript", {"transcript_id": "t1"})
    assert result.structured_content == {"id": "t1", "deleted": True}


async def test_an_older_client_without_a_session_cannot_be_asked(served):
    with served(stateless=True) as url:
        async with http_client(url, "legacy", elicitation_callback=agree) as client:
            result = await client.call_tool("delete_transcript", {"transcript_id": "t1"})
    assert result.content[0].text.startswith("Nothing was deleted yet: ")


@pytest.mark.parametrize("mode", ERAS)
async def test_progress_is_reported_over_http_in_both_eras(served, mode):
    seen = []

    async def note(_number, _total, message):
        seen.append(message)

    with served() as url:
        async with http_client(url, mode) as client:
            await client.call_tool("transcribe", {"audio": "https://a.test/a.wav"}, progress_callback=note)
    assert "transcribing, 0 s, transcript t1" in seen


def test_one_worker_asks_and_another_takes_the_answer_if_they_share_a_key(served, account):
    """A load balancer may send the answer to another worker than the one that asked."""
    headers, body = modern(
        "tools/call", "delete_transcript", name="delete_transcript", arguments={"transcript_id": "t1"}
    )
    body["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = {"elicitation": {"form": {}}}
    key = SecretStr("0123456789abcdef-shared-by-workers")
    with served(state_keys=(key,)) as one, served(state_keys=(key,)) as other:
        asked = post(one, headers, body).json()["result"]
        ((question, _),) = asked["inputRequests"].items()
        assert (asked["resultType"], question[:8]) == ("input_required", "confirm_")
        answer = {question: {"action": "accept", "content": {"confirm": True}}}
        body["params"] |= {"inputResponses": answer, "requestState": asked["requestState"]}
        done = post(other, headers, body).json()["result"]
    assert done["structuredContent"] == {"id": "t1", "deleted": True}
    assert account.asked == [(KEY, "GET", "/v2/transcript/t1"), (KEY, "DELETE", "/v2/transcript/t1")]


def test_an_allowed_host_and_an_allowed_origin_are_accepted(served):
    named = {"allowed_hosts": ("mcp.example.com",), "allowed_origins": ("https://app.example.com",)}
    with served(token=SecretStr(TOKEN), **named) as url:
        page = {"Host": "mcp.example.com", "Origin": "https://app.example.com"}
        answer = list_tools(url, **page, Authorization=f"Bearer {TOKEN}")
        preflight = {
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        }
        permission = httpx.options(f"{url}/mcp", headers=page | preflight)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert permission.status_code == 200, "a browser asks for permission before it sends the token"


MALFORMED = [
    ("{bad", 400, -32700),
    ("[1, 2]", 400, -32600),
    ('{"jsonrpc": "2.0", "id": 1}', 400, -32600),
    ('{"jsonrpc": "2.0", "id": {}, "method": "tools/list"}', 400, -32600),
    ("[" * 100_000, 400, -32700),
]


@pytest.mark.parametrize(("body", "status", "code"), MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_message_is_answered_with_the_protocols_error(served, body, status, code):
    with served() as url:
        answer = post(url, {**HEADERS, **MODERN, "Mcp-Method": "tools/list"}, body)
        assert list_tools(url).status_code == 200, "it keeps serving"
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_an_unknown_method_and_a_wrong_parameter_are_protocol_errors(served):
    with served() as url:
        headers, body = modern("tools/destroy")
        unknown = post(url, headers, body)
        headers, body = modern("tools/call", "get_transcript", name="get_transcript", arguments=[1])
        wrong = post(url, headers, body)
    assert (unknown.json()["error"]["code"], wrong.json()["error"]["code"]) == (-32601, -32602)


@pytest.mark.parametrize(
    ("tool", "arguments", "text"),
    [
        ("get_transcripts", {}, "There is no tool 'get_transcripts'. Did you mean get_transcript?"),
        ("get_transcript", {"transcript_id": 5}, "get_transcript was not called: transcript_id: "),
        ("get_transcript", {"key": "t1"}, "get_transcript was not called: "),
    ],
)
def test_a_wrong_call_is_a_failed_result_with_a_correction(served, account, tool, arguments, text):
    with served() as url:
        result = call(url, tool, arguments).json()["result"]
    assert (result["isError"], account.asked) == (True, [])
    assert result["content"][0]["text"].startswith(text)


def test_a_body_over_the_limit_is_refused_and_the_server_keeps_serving(served, account):
    with served() as url:
        large = call(url, "run_task", {"prompt": "x", "input_text": "a" * 10_000_000})
        nearly = call(url, "get_transcript", {"transcript_id": "a" * (LONGEST_BODY - 1000)})
        assert list_tools(url).status_code == 200
    assert (large.status_code, account.asked) == (413, [])
    assert nearly.json()["result"]["isError"]
    assert len(nearly.content) < 2000, "the wrong value is not sent back whole"


def test_many_or_long_unknown_names_get_a_short_answer(served):
    many = {f"argument_{number}": 1 for number in range(20_000)}
    long = "x" * 3_000_000
    with served() as url:
        answers = [
            call(url, "get_transcript", {"transcript_id": "t1", **many}),
            call(url, "get_transcript", {long: 1}),
            call(url, "delete_transcript", {long: 1}),
            post(url, *modern("prompts/get", "p", name="p" * 1000)),
        ]
        headers, body = modern("tools/call", "t", name=long, arguments={})
        answers.append(post(url, headers | {"Mcp-Name": "t"}, body))
    assert "and 19,995 more problems like these" in answers[0].text
    assert all(len(answer.content) < 3000 for answer in answers)


async def test_a_client_that_disconnects_during_a_wait_cancels_the_call(served, account, caplog):
    account.statuses["t1"] = "processing"
    headers, body = modern(
        "tools/call", "transcribe", name="transcribe", arguments={"audio": "https://a.test/a.wav"}
    )
    body["params"]["_meta"]["progressToken"] = 7
    with served() as url:
        async with httpx.AsyncClient(timeout=30) as client:
            async with client.stream("POST", f"{url}/mcp", headers=headers, json=body) as answer:
                async for line in answer.aiter_lines():
                    if "transcript t1" in line:
                        break
            while "transcribe was cancelled; transcript t1 goes on." not in caplog.text:
                assert (await client.get(f"{url}/health")).status_code == 200
        assert list_tools(url).status_code == 200, "it keeps serving"


def test_only_the_selected_tools_are_offered(served):
    with served(selection=Selection(read_only=True)) as url:
        names = [tool["name"] for tool in list_tools(url).json()["result"]["tools"]]
        result = call(url, "delete_transcript", {"transcript_id": "t1", "confirm": True}).json()["result"]
    assert "transcribe" not in names
    assert "get_transcript" in names
    assert result["isError"]


def test_clients_may_cache_lists_because_they_never_change_but_those_that_hold_apps_for_themselves(served):
    with served() as url:
        result = list_tools(url).json()["result"]
    assert (result["ttlMs"], result["cacheScope"]) == (3_600_000, "private")


def test_settings_that_would_let_strangers_in_make_no_app():
    with pytest.raises(ConfigurationError, match="has an AssemblyAI account of its own"):
        create_app(Settings(api_key=SecretStr(KEY), allowed_dirs=()), HttpSettings(host="10.0.0.5"))
