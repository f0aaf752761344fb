import asyncio

import httpx
import pytest
from mcp import Client
from mcp.server.apps import EXTENSION_ID
from mcp.shared.exceptions import MCPError
from tests.fences import unnumbered
from tests.mcp_server.apps.apps_host import FILL, OTHER_APPS, PAGE, SHOWS_APPS
from tests.mcp_server.conftest import COMPLETED, ERAS, KEY, OTHER_KEY, http_client

from assemblyai_mcp import ToolServer
from assemblyai_mcp.definitions import tool_of
from assemblyai_tools import ALL_OPERATIONS, AsyncClient, Selection, Settings
from assemblyai_viewer import page

SHOWN = {"transcribe", "get_transcript", "search_words", "ask_question"}
WORDS = [
    {"text": text, "start": at * 500, "end": at * 500 + 400, "confidence": 0.9, "speaker": "A"}
    for at, text in enumerate(("Good", "morning", "everyone"))
]
SPOKEN = {
    "id": "t1",
    "status": "completed",
    "audio_duration": 2,
    "audio_url": "https://recordings.example/meeting.mp3",
    "text": "Good morning everyone",
    "words": WORDS,
    "utterances": [
        {"speaker": "A", "text": "Good morning everyone", "start": 0, "end": 1400, "words": WORDS}
    ],
}


@pytest.fixture
def replies(service):
    """Let the service answer with these, one after the other."""

    def reply(*bodies):
        service.script = [httpx.Response(200, json=body) for body in bodies]

    return reply


async def tools_of(client):
    return {tool.name: tool for tool in (await client.list_tools()).tools}


async def test_a_host_that_shows_apps_is_told_which_page_shows_which_results(connect):
    async with connect(extensions=SHOWS_APPS) as client:
        tools = await tools_of(client)
    meta = {name: tool.meta for name, tool in tools.items() if tool.meta}
    assert meta == {
        **{name: {"ui": {"resourceUri": PAGE}} for name in SHOWN},
        FILL: {"ui": {"resourceUri": PAGE, "visibility": ["app"]}},
    }


async def test_the_server_announces_the_extension_where_the_protocol_has_extensions(server):
    async with Client(server, extensions=SHOWS_APPS) as client:
        assert (client.server_capabilities.extensions or {})[EXTENSION_ID] == {}


async def test_for_the_model_of_such_a_host_nothing_changes(connect):
    async with connect(extensions=SHOWS_APPS) as client:
        tools = await tools_of(client)
    hidden = {name for name, tool in tools.items() if "model" not in _visibility(tool)}
    assert hidden == {FILL}
    assert [tool.model_copy(update={"meta": None}) for name, tool in tools.items() if name not in hidden] == [
        tool_of(operation) for operation in ALL_OPERATIONS
    ]


def _visibility(tool):
    return ((tool.meta or {}).get("ui") or {}).get("visibility", ["model", "app"])


@pytest.mark.parametrize("extensions", [None, OTHER_APPS], ids=["no Apps", "Apps of another kind"])
async def test_any_other_host_sees_nothing_of_it(connect, extensions):
    async with connect(extensions=extensions) as client:
        assert [*(await tools_of(client)).values()] == [tool_of(operation) for operation in ALL_OPERATIONS]
        assert (await client.list_resources()).resources == []
        with pytest.raises(MCPError, match="There is no resource at this address"):
            await client.read_resource(PAGE)
        refused = await client.call_tool(FILL, {"transcript_id": "t1"})
    assert refused.is_error
    assert refused.content[0].text.startswith("There is no tool 'transcript_view'.")


async def test_a_cache_may_not_give_one_hosts_lists_to_another(server):
    async with Client(server, mode="2026-07-28", extensions=SHOWS_APPS) as client:
        lists = [await client.list_tools(), await client.list_resources(), await client.list_prompts()]
    assert [one.cache_scope for one in lists] == ["private", "private", "public"]


async def test_the_page_is_a_resource_that_asks_nobody_for_anything_and_holds_no_transcript(connect):
    async with connect(extensions=SHOWS_APPS) as client:
        (listed,) = (await client.list_resources()).resources
        (read,) = (await client.read_resource(PAGE)).contents
    about = {"ui": {"csp": {"connectDomains": [], "resourceDomains": []}, "prefersBorder": True}}
    assert (listed.uri, listed.mime_type, listed.meta) == (PAGE, "text/html;profile=mcp-app", about)
    assert (read.uri, read.mime_type, read.meta) == (PAGE, "text/html;profile=mcp-app", about)
    assert read.text == page(None)


async def test_other_resources_are_still_read(connect, replies):
    replies(SPOKEN)
    async with connect(extensions=SHOWS_APPS) as client:
        (read,) = (await client.read_resource("assemblyai://transcripts/t1/text")).contents
    assert "Good morning everyone" in read.text


async def test_a_result_is_the_same_for_every_host(connect, replies):
    results = []
    for extensions in (None, SHOWS_APPS):
        replies(SPOKEN)
        async with connect(extensions=extensions) as client:
            result = await client.call_tool("get_transcript", {"transcript_id": "t1"})
        results.append((unnumbered(result.content[0].text), result.structured_content, result.meta))
    assert results[0] == results[1]


async def test_the_page_is_filled_with_what_it_shows_and_told_that_a_chat_has_no_audio(connect, replies):
    replies(SPOKEN)
    async with connect(extensions=SHOWS_APPS) as client:
        result = await client.call_tool(FILL, {"transcript_id": "t1"})
    assert result.content[0].text == "A part of the transcript, for the page that shows it."
    data = result.structured_content
    assert data["words"]["text"] == ["Good", "morning", "everyone"]
    assert "words" not in data["shown"]
    assert [one["label"] for one in data["shown"]["speakers"]] == ["A"]
    assert data["shown"]["audio"] == {"src": None, "note": "A chat lets no page fetch audio."}


async def test_later_words_need_no_request_for_a_minute(client, service, replies):
    now = [1000.0]
    server = ToolServer(client, clock=lambda: now[0])
    replies(SPOKEN, SPOKEN)
    async with Client(server, mode="2026-07-28", extensions=SHOWS_APPS) as host:
        await host.call_tool(FILL, {"transcript_id": "t1"})
        later = await host.call_tool(FILL, {"transcript_id": "t1", "first_word": 1})
        assert later.structured_content == {
            "words": {
                "at": 1,
                "total": 3,
                "text": ["morning", "everyone"],
                "start": [500, 1000],
                "end": [900, 1400],
                "confidence": [90, 90],
            }
        }
        assert len(service.requests) == 1
        now[0] += 61
        await host.call_tool(FILL, {"transcript_id": "t1", "first_word": 1})
    assert len(service.requests) == 2


async def test_a_transcript_that_is_being_made_is_looked_at_again(connect, replies):
    replies({"id": "t1", "status": "processing"}, SPOKEN)
    async with connect(extensions=SHOWS_APPS) as client:
        seen = [
            (await client.call_tool(FILL, {"transcript_id": "t1"})).structured_content["shown"]
            for _ in range(2)
        ]
    assert [(one["status"], one["notes"]) for one in seen] == [("processing", []), ("completed", [])]


async def test_what_is_deleted_is_not_shown_any_more(connect, replies):
    deleted = {"id": "t1", "status": "completed", "audio_url": "http://deleted_by_user"}
    replies(SPOKEN, SPOKEN, deleted, deleted)
    async with connect(extensions=SHOWS_APPS) as client:
        await client.call_tool(FILL, {"transcript_id": "t1"})
        asked = await client.call_tool("delete_transcript", {"transcript_id": "t1", "confirm": True})
        assert asked.is_error  # a person is to be asked first
        gone = await client.call_tool("delete_transcript", {"transcript_id": "t1", "confirm": True})
        assert not gone.is_error
        replies(deleted)
        again = await client.call_tool(FILL, {"transcript_id": "t1"})
    assert again.structured_content["shown"]["status"] == "deleted"


async def test_what_is_deleted_while_the_page_reads_it_is_not_shown_any_more(settings):
    """The service answers the page before the deletion, and the answer arrives after it."""
    asked, goes_on, calls = asyncio.Event(), asyncio.Event(), []

    async def answer(request):
        calls.append(request.method)
        if len(calls) == 1:
            asked.set()
            await goes_on.wait()
            return httpx.Response(200, json=SPOKEN)
        deleted = {"id": "t1", "status": "completed", "audio_url": "http://deleted_by_user"}
        return httpx.Response(200, json=deleted if "DELETE" in calls else SPOKEN)

    server = ToolServer(AsyncClient(settings, transport=httpx.MockTransport(answer)))
    async with Client(server, mode="2026-07-28", extensions=SHOWS_APPS) as host:
        reading = asyncio.create_task(host.call_tool(FILL, {"transcript_id": "t1"}))
        await asked.wait()
        for _ in range(2):  # a person is to be asked first
            done = await host.call_tool("delete_transcript", {"transcript_id": "t1", "confirm": True})
        assert not done.is_error
        goes_on.set()
        await reading
        again = await host.call_tool(FILL, {"transcript_id": "t1"})
    assert again.structured_content["shown"]["status"] == "deleted"


async def test_a_name_that_a_speaker_is_given_is_in_the_page(connect, replies):
    replies(SPOKEN, SPOKEN, SPOKEN)
    async with connect(extensions=SHOWS_APPS) as client:
        await client.call_tool(FILL, {"transcript_id": "t1"})
        names = [{"speaker": "A", "name": "Ada"}]
        named = await client.call_tool("name_speakers", {"transcript_id": "t1", "names": names})
        assert not named.is_error
        again = await client.call_tool(FILL, {"transcript_id": "t1"})
    assert [one["name"] for one in again.structured_content["shown"]["speakers"]] == ["Ada"]


async def test_of_a_redacted_transcript_the_page_is_given_only_the_words(connect, replies):
    replies(SPOKEN | {"redact_pii": True, "summary": "Ada says hello.", "entities": []})
    async with connect(extensions=SHOWS_APPS) as client:
        result = await client.call_tool(FILL, {"transcript_id": "t1"})
    shown = result.structured_content["shown"]
    assert (shown["summary"], shown["audio"]["src"]) == (None, None)
    assert shown["notes"][0].startswith(
        "Entities, highlights, chapters, topics and the summary are not shown"
    )
    assert "Ada" not in result.model_dump_json()


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        ({}, "transcript_id"),
        ({"transcript_id": "../t1"}, "transcript_id"),
        ({"transcript_id": "t1", "first_word": -1}, "first_word"),
    ],
)
async def test_a_call_that_the_page_would_not_make_is_refused(connect, service, arguments, wrong):
    async with connect(extensions=SHOWS_APPS) as client:
        result = await client.call_tool(FILL, arguments)
    assert (result.is_error, result.content[0].text) == (
        True,
        f"transcript_view was not called: wrong {wrong}. Correct the arguments and call again.",
    )
    assert service.requests == []


async def test_a_failure_is_a_sentence_for_the_page(connect, service):
    service.script = [httpx.Response(400, json={"error": "Transcript lookup error, transcript id not found"})]
    async with connect(extensions=SHOWS_APPS) as client:
        result = await client.call_tool(FILL, {"transcript_id": "t1"})
    assert result.is_error
    assert result.content[0].text.startswith("Transcript lookup error, transcript id not found (HTTP 400).")


async def test_the_page_never_sees_the_key(connect, replies):
    words = [{"text": KEY, "start": 0, "end": 400, "confidence": 1.0, "speaker": None}]
    replies(SPOKEN | {"text": KEY, "words": words, "utterances": None})
    async with connect(extensions=SHOWS_APPS) as client:
        result = await client.call_tool(FILL, {"transcript_id": "t1"})
    assert KEY not in result.model_dump_json()


@pytest.mark.parametrize(
    ("selection", "declared"),
    [
        (Selection(tools=["ask_question"]), {"ask_question", FILL}),
        (Selection(toolsets=["transcription"]), {"transcribe", "get_transcript", FILL}),
        (Selection(toolsets=["reading"], exclude_tools=["get_transcript"]), set()),
        (Selection(toolsets=["streaming"]), set()),
    ],
    ids=["one tool", "a set", "nothing that gives the text", "nothing about transcripts"],
)
async def test_it_follows_the_tools_that_are_offered_and_shows_no_more_than_they_do(selection, declared):
    server = ToolServer(AsyncClient(Settings(allowed_dirs=())), selection)
    async with Client(server, extensions=SHOWS_APPS) as client:
        tools = await tools_of(client)
        assert {name for name, tool in tools.items() if tool.meta} == declared
        assert len((await client.list_resources()).resources) == bool(declared)
        assert (EXTENSION_ID in (client.server_capabilities.extensions or {})) == bool(declared)


@pytest.mark.parametrize("mode", ERAS)
async def test_over_http_each_caller_is_shown_the_transcripts_of_its_own_account(served, account, mode):
    with served() as url:
        for key in (KEY, OTHER_KEY):
            async with http_client(url, mode, bearer=key, extensions=SHOWS_APPS) as client:
                result = await client.call_tool(FILL, {"transcript_id": "t1"})
                assert result.structured_content["shown"]["id"] == COMPLETED["id"]
        async with http_client(url, mode, bearer=OTHER_KEY) as client:
            assert FILL not in await tools_of(client)
    assert account.keys == [KEY, OTHER_KEY]  # what was read for one is not given to the other
