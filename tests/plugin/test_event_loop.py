"""Nothing blocks the event loop: blockbuster, as in `langgraph dev`, raises where a file or a database would."""

import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from blockbuster import blockbuster_ctx
from langchain_core.language_models import FakeListChatModel
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode
from mcp.server.mcpserver.exceptions import ToolError
from tests.plugin.langchain.agents import ASK, agent_of, call
from tests.samples import sample_call

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AsyncClient, get_subtitles, transcript_html
from assemblyai_tools.captions.cues import cues_of
from assemblyai_tools.exports import export
from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAIToolkit,
    AssemblyAITranscriptLoader,
    AssemblyAITranscriptRetriever,
    Clients,
)
from assemblyai_tools.langchain.model import async_completer

SENTENCE = {"speaker": "A", "text": "The refund is late.", "start": 100, "end": 900}
COMPLETED = {
    "id": "t1",
    "status": "completed",
    "audio_duration": 3,
    "text": SENTENCE["text"],
    "utterances": [SENTENCE],
}
DELETED = {"id": "t1", "status": "completed", "audio_url": "http://deleted_by_user"}
ANSWERS = {
    "question-answer": {"request_id": "r1", "response": [{"question": "Who?", "answer": "Ada."}]},
    "redacted-audio": {"status": "redacted_audio_ready", "redacted_audio_url": "https://h.test/a.mp3"},
    "sentences": {"id": "t1", "sentences": [SENTENCE]},
    "paragraphs": {"id": "t1", "paragraphs": [SENTENCE]},
    "token": {"token": "temporary", "expires_in_seconds": 60},
    "upload": {"upload_url": "https://cdn.test/upload/1"},
    "word-search": {
        "id": "t1",
        "total_count": 1,
        "matches": [{"text": "refund", "count": 1, "timestamps": [[100, 900]], "indexes": [1]}],
    },
}
"""The replies whose form is their own, by the last part of the path."""


async def answer(request):
    """Every request of the samples succeeds; an upload is read to its end."""
    await request.aread()
    route, last = request.url.path, request.url.path.rpartition("/")[2]
    if last in {"srt", "vtt"}:
        return httpx.Response(200, text="1\n00:00:00,100 --> 00:00:00,900\nThe refund is late.\n")
    if last in ANSWERS:
        return httpx.Response(200, json=ANSWERS[last])
    if "/lemur/" in route:
        reply = {"request_id": "r1"} | (
            {"deleted": True} if request.method == "DELETE" else {"response": "Fine."}
        )
        return httpx.Response(200, json=reply)
    if route == "/v2/transcript" and request.method == "GET":
        return httpx.Response(200, json={"transcripts": [{"id": "t1", "status": "completed"}]})
    return httpx.Response(200, json=DELETED if request.method == "DELETE" else {**COMPLETED, "id": "t1"})


@pytest.fixture(params=["memory", "file"])
def settings(request, settings, tmp_path):
    """Settings for a folder with a recording, and a ledger in memory or in a file."""
    (tmp_path / "call.mp3").write_bytes(b"speech" * 100_000)
    ledger = tmp_path / "ledger.sqlite3" if request.param == "file" else None
    return replace(settings, ledger=ledger, llm="lemur")


async def no_sleep(_seconds):
    pass


@pytest.fixture
def clients(settings):
    client = AsyncClient(settings, sleep=no_sleep, transport=httpx.MockTransport(answer))
    return Clients(settings, asynchronous=client)


@pytest.fixture
def environment(monkeypatch, settings, tmp_path):
    """The same settings in the environment, and no allowed folders, so that the working folder is asked for."""
    for name, value in settings.to_env().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ASSEMBLYAI_ALLOWED_DIRS")
    monkeypatch.chdir(tmp_path)


by_name = pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=lambda operation: operation.name)


def called(operation, folder=Path("nowhere")):
    return {
        "type": "tool_call",
        "id": "c1",
        "name": operation.name,
        "args": sample_call(operation, audio=str(folder / "call.mp3"), path=str(folder / "call.mp3")),
    }


@pytest.mark.catalogue
@by_name
async def test_a_langchain_tool_never_blocks_the_loop(clients, operation, tmp_path):
    with blockbuster_ctx():
        tools = {tool.name: tool for tool in AssemblyAIToolkit(clients=clients).get_tools()}
        message = await tools[operation.name].ainvoke(called(operation, tmp_path))
    assert message.status == "success", message.content


@pytest.mark.catalogue
@by_name
async def test_a_tool_of_the_mcp_server_never_blocks_the_loop(clients, operation, tmp_path):
    server = ToolServer(clients.asynchronous)
    with blockbuster_ctx():
        arguments = called(operation, tmp_path)["args"]
        if operation.hints.destructive:
            with pytest.raises(
                ToolError, match="Nothing was deleted yet"
            ):  # once, so that the person is asked
                await server.call_tool(operation.name, arguments)
            arguments["confirm"] = True
        result = await server.call_tool(operation.name, arguments)
    assert result.structured_content, result


async def test_a_toolkit_made_in_the_loop_from_the_environment_never_blocks_it(
    environment, monkeypatch, tmp_path
):
    """The working folder is asked for, and the first upload opens connections: here to a port where nobody listens."""
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "http://127.0.0.1:9")
    with blockbuster_ctx():
        toolkit = AssemblyAIToolkit(tools=["get_subtitles", "upload_file"])
        captions, upload = sorted(toolkit.get_tools(), key=lambda tool: tool.name)
        toolkit.clients.asynchronous._sleep = no_sleep
        refused = await upload.ainvoke(
            {"type": "tool_call", "id": "1", "name": "upload_file", "args": {"path": "../x"}}
        )
        failed = await captions.ainvoke(
            {"type": "tool_call", "id": "1", "name": "get_subtitles", "args": {"transcript_id": "t1"}}
        )
        await toolkit.aclose()
    assert "is outside the allowed folders" in refused.content
    assert failed.status == "error"


async def test_captions_are_saved_without_blocking_the_loop(clients, tmp_path):
    with blockbuster_ctx():
        flow = get_subtitles(transcript_id="t1", save_to=str(tmp_path / "call.srt"))
        saved = await clients.asynchronous.run(flow)
    assert (tmp_path / "call.srt").read_text().startswith("1\n00:00:00,100")
    assert saved.saved_to == str(tmp_path / "call.srt")


@pytest.mark.parametrize("make", ["tool", "export"])
async def test_captions_are_made_of_words_off_the_loop(clients, monkeypatch, make):
    threads = []

    def cues(*given, **options):
        threads.append(threading.get_ident())
        return cues_of(*given, **options)

    monkeypatch.setattr("assemblyai_tools.captions.making.cues_of", cues)
    flow = get_subtitles(transcript_id="t1", speakers=True) if make == "tool" else export("t1", ["ttml"])
    await clients.arun(flow)
    assert len(threads) == 1
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("by", ["whole", "sentence", "paragraph", "turn"])
async def test_loading_never_blocks_the_loop(clients, tmp_path, by):
    with blockbuster_ctx():
        loader = AssemblyAITranscriptLoader(
            [tmp_path / "call.mp3", "https://h.test/a.mp3"], transcript_ids="t1", by=by, clients=clients
        )
        assert [document.page_content async for document in loader.alazy_load()] == [SENTENCE["text"]] * 3


async def test_retrieving_never_blocks_the_loop(clients):
    with blockbuster_ctx():
        retriever = AssemblyAITranscriptRetriever(transcript_ids=["t1"], clients=clients)
        assert len(await retriever.ainvoke("Is the refund late?")) == 1


async def test_a_chain_never_blocks_the_loop(clients, tmp_path):
    with blockbuster_ctx():
        steps = AssemblyAISteps(clients=clients)
        chain = steps.transcribe() | steps.ask("Who?")
        assert (await chain.ainvoke(str(tmp_path / "call.mp3"))).answers[0].answer == "Ada."


async def test_a_page_is_made_without_blocking_the_loop(clients):
    with blockbuster_ctx():
        html = await clients.arun(transcript_html("t1"))
        files = await clients.arun(export("t1", ["html"]))
    assert html.encode() == files["html"]


async def test_a_graph_and_an_agent_never_block_the_loop(clients, tmp_path):
    asked = call("transcribe", audio=str(tmp_path / "call.mp3"), wait_seconds=60)
    with blockbuster_ctx():
        tools = AssemblyAIToolkit(clients=clients).get_tools()
        graph = StateGraph(MessagesState).add_node("tools", ToolNode(tools))
        graph.add_edge(START, "tools").add_edge("tools", END)
        by_graph = await graph.compile().ainvoke({"messages": [asked]})
        by_agent = await agent_of(AssemblyAIToolkit(clients=clients), asked).ainvoke(ASK)
    assert by_graph["messages"][-1].status == by_agent["messages"][-2].status == "success"


@pytest.mark.parametrize("name", ["summarize", "ask_question", "extract_action_items", "run_task"])
async def test_reasoning_with_ones_own_model_never_blocks_the_loop(settings, name):
    model = FakeListChatModel(responses=['{"answers": [{"answer": "Ada."}]}'])
    client = AsyncClient(
        replace(settings, llm="own"), complete=async_completer(model), transport=httpx.MockTransport(answer)
    )
    clients = Clients(settings, llm=model, asynchronous=client)
    with blockbuster_ctx():
        tools = {tool.name: tool for tool in AssemblyAIToolkit(clients=clients).get_tools()}
        message = await tools[name].ainvoke(called(tools[name].operation))
    assert message.status == "success", message.content


async def test_a_users_key_never_blocks_the_loop(clients):
    with blockbuster_ctx():
        (tool,) = AssemblyAIToolkit(clients=clients, tools=["get_transcript"]).get_tools()
        config = {"configurable": {"assemblyai_api_key": "a-users-key"}}
        message = await tool.ainvoke(called(tool.operation), config)
    assert message.status == "success"
