import json
import re

import httpx
import pytest
from mcp.types import ElicitResult
from pydantic import SecretStr
from tests.mcp_server.conftest import ERAS, KEY, http_client

from assemblyai_mcp.asgi.app import LONGEST_BODY, create_app
from assemblyai_mcp.asgi.serve import HttpServer, serve
from assemblyai_mcp.config import HttpSettings
from assemblyai_tools import ConfigurationError, Selection, Settings

TOKEN = "a-token-that-is-long-enough"
HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
MODERN = {"MCP-Protocol-Version": "2026-07-28"}


def modern(method, tool=None, **params):
    """The headers and the body of one 2026-07-28 request, as a client without any SDK writes them."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    named = {"Mcp-Name": tool} if tool else {}
    headers = {**HEADERS, **MODERN, "Mcp-Method": method, **named}
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {"_meta": meta, **params}}
    return headers, body


def post(url, headers, body):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return httpx.post(f"{url}/mcp", headers=headers, content=content, timeout=30)


def list_tools(url, **headers):
    given, body = modern("tools/list")
    return post(url, given | headers, body)


def call(url, tool, arguments, **headers):
    given, body = modern("tools/call", tool, name=tool, arguments=arguments)
    return post(url, given | headers, body)


@pytest.mark.parametrize("mode", ERAS)
@pytest.mark.parametrize("stateless", [False, True])
async def test_tools_work_over_http_in_both_eras_with_sessions_and_without(served, mode, stateless):
    with served(stateless=stateless) as url:
        async with http_client(url, mode) as client:
            assert len((await client.list_tools()).tools) == 16
            result = await client.call_tool("get_transcript", {"transcript_id": "t1"})
    assert "[00:00] A: Hello." in result.content[0].text


@pytest.mark.parametrize("mode", ERAS)
async def test_a_person_is_asked_over_http_in_both_eras(served, mode):
    async def agree(_context, _params):
        return ElicitResult(action="accept", content={"confirm": True})

    with served() as url:
        async with http_client(url, mode, elicitation_callback=agree) as client:
            result = await client.call_tool("delete_transcript", {"transcript_id": "t1"})
    assert result.structured_content == {"id": "t1", "deleted": True}


async def test_where_an_older_client_has_no_session_nobody_can_be_asked(served):
    async def agree(_context, _params):
        return ElicitResult(action="accept", content={"confirm": True})

    with served(stateless=True) as url:
        async with http_client(url, "legacy", elicitation_callback=agree) as client:
            result = await client.call_tool("delete_transcript", {"transcript_id": "t1"})
    assert result.content[0].text.startswith("Nothing was deleted yet: ")


@pytest.mark.parametrize("mode", ERAS)
async def test_progress_is_told_over_http_in_both_eras(served, mode):
    seen = []

    async def note(_number, _total, message):
        seen.append(message)

    with served() as url:
        async with http_client(url, mode) as client:
            await client.call_tool("transcribe", {"audio": "https://a.test/a.wav"}, progress_callback=note)
    assert "transcribing, 0 s, transcript t1" in seen


def test_several_workers_share_a_call_that_needs_an_answer_and_share_no_state(served, account):
    """The question comes from one worker, the answer goes to another, as a load balancer may have it."""
    headers, body = modern(
        "tools/call", "delete_transcript", name="delete_transcript", arguments={"transcript_id": "t1"}
    )
    body["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = {"elicitation": {"form": {}}}
    with served() as one, served() as other:
        asked = post(one, headers, body).json()["result"]
        ((question, _),) = asked["inputRequests"].items()
        assert (asked["resultType"], question[:8]) == ("input_required", "confirm_")
        answer = {question: {"action": "accept", "content": {"confirm": True}}}
        body["params"]["inputResponses"] = answer
        done = post(other, headers, body).json()["result"]
    assert done["structuredContent"] == {"id": "t1", "deleted": True}
    assert account.asked == [(KEY, "GET", "/v2/transcript/t1"), (KEY, "DELETE", "/v2/transcript/t1")]


def test_health_is_open_and_says_which_version_runs(served):
    with served(token=SecretStr(TOKEN)) as url:
        answer = httpx.get(f"{url}/health", headers={"Host": "anything.test"})
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer wrong-but-just-as-long-as", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer"],
)
def test_without_the_servers_token_nothing_is_answered(served, account, authorization):
    headers = {"Authorization": authorization} if authorization else {}
    with served(token=SecretStr(TOKEN)) as url:
        answer = call(url, "get_transcript", {"transcript_id": "t1"}, **headers)
        assert list_tools(url, Authorization=f"Bearer {TOKEN}").status_code == 200, "it keeps serving"
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json() == {
        "error": "This server asks for its own token, as the header 'Authorization: Bearer TOKEN'."
    }
    assert account.asked == []


def test_with_the_servers_token_a_call_is_for_the_servers_account(served, account):
    with served(token=SecretStr(TOKEN)) as url:
        answer = call(url, "get_transcript", {"transcript_id": "t1"}, Authorization=f"Bearer {TOKEN}")
    assert answer.json()["result"]["structuredContent"]["status"] == "completed"
    assert account.keys == [KEY], "the token is never taken for a key"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "localhost"}, 200),
        ({"Origin": "http://localhost:6274"}, 200),
    ],
)
@pytest.mark.parametrize("era", ERAS)
def test_a_page_of_another_site_gets_nothing(served, era, headers, status):
    given, body = modern("tools/list")
    if era == "legacy":
        start = {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        }
        given, body = HEADERS, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": start}
    with served() as url:
        assert post(url, given | headers, body).status_code == status


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_a_server_for_its_own_machine_takes_nothing_from_a_proxy_that_nobody_told_it_of(
    served, account, header
):
    """Proxies rewrite the Host header, so that strangers would look like this machine."""
    with served() as url:
        answer = call(url, "get_transcript", {"transcript_id": "t1"}, **{header: "8.8.8.8"})
    assert (answer.status_code, account.asked) == (403, [])
    assert "start it with --allowed-host" in answer.json()["error"]


def test_a_server_with_a_token_may_stand_behind_a_proxy(served):
    with served(token=SecretStr(TOKEN)) as url:
        headers = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "8.8.8.8"}
        assert list_tools(url, **headers).status_code == 200


def test_a_named_host_and_a_named_page_are_let_in(served):
    named = {"allowed_hosts": ("mcp.example.com",), "allowed_origins": ("https://app.example.com",)}
    with served(token=SecretStr(TOKEN), **named) as url:
        page = {"Host": "mcp.example.com", "Origin": "https://app.example.com"}
        answer = list_tools(url, **page, Authorization=f"Bearer {TOKEN}")
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
        before = httpx.options(f"{url}/mcp", headers=page | asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert before.status_code == 200, "a browser asks before it sends the token"


BAD = [
    ("{bad", 400, -32700),
    ("[1, 2]", 400, -32600),
    ('{"jsonrpc": "2.0", "id": 1}', 400, -32600),
    ('{"jsonrpc": "2.0", "id": {}, "method": "tools/list"}', 400, -32600),
    ("[" * 100_000, 400, -32700),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD, ids=range(len(BAD)))
def test_a_malformed_message_is_answered_in_the_protocols_words(served, body, status, code):
    with served() as url:
        answer = post(url, {**HEADERS, **MODERN, "Mcp-Method": "tools/list"}, body)
        assert list_tools(url).status_code == 200, "it keeps serving"
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_an_unknown_method_and_a_wrong_parameter_are_errors_of_the_protocol(served):
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
        ("get_transcript", {"id": "t1"}, "get_transcript was not called: "),
    ],
)
def test_a_wrong_call_is_a_failed_result_that_says_what_would_be_right(
    served, account, tool, arguments, text
):
    with served() as url:
        result = call(url, tool, arguments).json()["result"]
    assert (result["isError"], account.asked) == (True, [])
    assert result["content"][0]["text"].startswith(text)


def test_an_argument_of_ten_megabytes_is_too_large_and_the_server_keeps_serving(served, account):
    with served() as url:
        large = call(url, "run_task", {"prompt": "x", "input_text": "a" * 10_000_000})
        nearly = call(url, "get_transcript", {"transcript_id": "a" * (LONGEST_BODY - 1000)})
        assert list_tools(url).status_code == 200
    assert (large.status_code, account.asked) == (413, [])
    assert nearly.json()["result"]["isError"]
    assert len(nearly.content) < 2000, "what was wrong is not sent back whole"


def test_names_that_nobody_knows_are_answered_briefly_however_many_and_long_they_are(served):
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


async def test_a_client_that_leaves_in_the_middle_of_a_wait_stops_the_work(served, account, caplog):
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
            while "transcribe was given up; transcript t1 goes on." not in caplog.text:
                assert (await client.get(f"{url}/health")).status_code == 200
        assert list_tools(url).status_code == 200, "it keeps serving"


def test_only_what_is_selected_is_offered(served):
    with served(selection=Selection(read_only=True)) as url:
        names = [tool["name"] for tool in list_tools(url).json()["result"]["tools"]]
        result = call(url, "delete_transcript", {"transcript_id": "t1", "confirm": True}).json()["result"]
    assert "transcribe" not in names
    assert "get_transcript" in names
    assert result["isError"]


def test_lists_may_be_kept_because_they_never_change(served):
    with served() as url:
        result = list_tools(url).json()["result"]
    assert (result["ttlMs"], result["cacheScope"]) == (3_600_000, "public")


def test_a_reach_that_lets_strangers_in_makes_no_app():
    with pytest.raises(ConfigurationError, match="has an AssemblyAI account of its own"):
        create_app(Settings(api_key=SecretStr(KEY), allowed_dirs=()), HttpSettings(host="10.0.0.5"))


def test_an_address_that_is_taken_is_said(served):
    with served() as url:
        taken = HttpSettings(port=int(url.rpartition(":")[2]))
        with pytest.raises(
            ConfigurationError, match=r"cannot listen on 127\.0\.0\.1:\d+ \(Address already in use\)"
        ):
            serve(Settings(allowed_dirs=()), taken)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_it_says_where_it_listens(monkeypatch, capsys, host, shown):
    started = HttpServer.startup

    async def stop_at_once(self, sockets=None):
        await started(self, sockets)
        self.should_exit = True

    monkeypatch.setattr(HttpServer, "startup", stop_at_once)
    serve(Settings(allowed_dirs=()), HttpSettings(host=host, port=0))
    assert re.fullmatch(
        rf"assemblyai-mcp listening on http://{re.escape(shown)}:\d+/mcp\n", capsys.readouterr().err
    )


def test_neither_key_nor_token_reaches_an_answer_or_a_log(served, account, caplog):
    account.echoes = True
    with served(token=SecretStr(TOKEN)) as url, caplog.at_level("DEBUG"):
        answers = [
            call(url, "get_transcript", {"transcript_id": "t1"}, Authorization=f"Bearer {TOKEN}"),
            call(url, "summarize", {"transcript_ids": ["t1"]}, Authorization=f"Bearer {TOKEN}"),
            list_tools(url),
        ]
    said = "".join(answer.text for answer in answers) + caplog.text
    assert "[api key] is not known here" in said, "the service did repeat it"
    assert KEY not in said
    assert TOKEN not in said
