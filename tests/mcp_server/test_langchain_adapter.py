"""LangChain's own MCP client drives the server: an agent reads and wants to delete, and the person decides."""

import warnings

import httpx
import pytest
from langchain.agents import create_agent
from langchain_core.language_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from tests import long_recording
from tests.mcp_server.conftest import COMPLETED

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AsyncClient

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns at import that it is in beta
    from langchain.mcp import MCPAdapter

DELETED = {**COMPLETED, "audio_url": "http://deleted_by_user"}


class Script(FakeMessagesListChatModel):
    def bind_tools(self, _tools, **_):
        return self


def calls(name, **arguments):
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": name}])


@pytest.fixture
async def agent(server):
    """An agent with a memory whose model reads a transcript, deletes it, and says so."""
    script = [
        calls("get_transcript", transcript_id="t1"),
        calls("delete_transcript", transcript_id="t1"),
        AIMessage("Done."),
    ]
    async with MCPAdapter(server) as adapter:
        tools = await adapter.list_tools()
        yield create_agent(Script(responses=script), tools, checkpointer=InMemorySaver())


THREAD = {"configurable": {"thread_id": "1"}}
JOB = {"messages": [("user", "Read t1, then delete it.")]}


def tool_texts(state):
    return [
        (message.status, "".join(block["text"] for block in message.content))
        for message in state["messages"]
        if isinstance(message, ToolMessage)
    ]


async def interrupted(agent, service):
    service.script = [httpx.Response(200, json=COMPLETED), httpx.Response(200, json=COMPLETED)]
    state = await agent.ainvoke(JOB, THREAD)
    (interrupt,) = state["__interrupt__"]
    assert service.calls == ["GET /v2/transcript/t1"] * 2, "nothing is deleted before the person answers"
    return interrupt.value


async def test_the_confirmation_is_an_interrupt_and_accepting_it_deletes(agent, service):
    asked = await interrupted(agent, service)
    (request,) = asked["requests"]
    assert (asked["tool_name"], request["message"]) == (
        "delete_transcript",
        "Delete a transcript (transcript_id=t1, 3 s)? This cannot be undone.",
    )
    # The adapter repeats the call from the start, so the server looks up the transcript again.
    service.script = [httpx.Response(200, json=COMPLETED), httpx.Response(200, json=DELETED)]
    answer = {"responses": {request["key"]: {"action": "accept", "content": {"confirm": True}}}}
    state = await agent.ainvoke(Command(resume=answer), THREAD)
    (_, read), (status, deleted) = tool_texts(state)
    assert "[00:00] A: Hello." in read
    assert (status, deleted) == (
        "success",
        "Transcript t1 is deleted: its text and uploaded audio are gone.",
    )
    assert state["messages"][-1].content == "Done."


async def test_declining_it_is_a_failed_message_and_the_agent_goes_on(agent, service):
    (request,) = (await interrupted(agent, service))["requests"]
    service.script = [httpx.Response(200, json=COMPLETED)]
    answer = {"responses": {request["key"]: {"action": "decline"}}}
    state = await agent.ainvoke(Command(resume=answer), THREAD)
    status, text = tool_texts(state)[-1]
    assert (status, text[:55]) == ("error", "The person did not agree, so nothing was deleted. Do no")
    assert service.calls == ["GET /v2/transcript/t1"] * 3


async def test_a_failure_is_a_failed_message_that_says_what_to_do(server, service):
    service.script = [httpx.Response(401, json={"error": "Invalid API key"})]
    async with MCPAdapter(server) as adapter:
        tools = {tool.name: tool for tool in await adapter.list_tools()}
        call = {"type": "tool_call", "id": "1", "name": "get_transcript", "args": {"transcript_id": "t1"}}
        message = await tools["get_transcript"].ainvoke(call)
    assert message.status == "error"
    assert "must set ASSEMBLYAI_API_KEY" in str(message.content)
    assert list(tools) == [operation.name for operation in ALL_OPERATIONS]


async def test_a_long_transcript_is_a_message_of_text_alone_which_any_vendors_model_takes(settings):
    """LangChain makes a file block of a resource link, and the models of OpenAI, Google and Amazon refuse it."""
    transport = httpx.MockTransport(long_recording.service(1))
    async with MCPAdapter(ToolServer(AsyncClient(settings, transport=transport))) as adapter:
        tools = {tool.name: tool for tool in await adapter.list_tools()}
        for name in ("get_transcript", "get_sentences", "get_paragraphs", "get_subtitles"):
            arguments = {"transcript_id": long_recording.ID}
            message = await tools[name].ainvoke(
                {"type": "tool_call", "id": "1", "name": name, "args": arguments}
            )
            assert message.status == "success"
            assert [block["type"] for block in message.content] == ["text"]
            assert "more characters were left out; " in message.content[0]["text"]
