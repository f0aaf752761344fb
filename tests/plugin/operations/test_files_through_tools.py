"""Captions and minutes through the tools of both frameworks: files are written without blocking the event loop."""

import io
import json
from dataclasses import replace

import docx
import httpx
import pytest
from blockbuster import blockbuster_ctx
from mcp.server.mcpserver.exceptions import ToolError
from tests.plugin.captions.saying import turn

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient
from assemblyai_tools.langchain import AssemblyAIToolkit, Clients

SAID = [turn("A", "I will send the figures --> <b>soon</b>."), turn("B", "Good.", 5000)]
TALK = {
    "id": "t1",
    "status": "completed",
    "text": "I will send the figures --> <b>soon</b>. Good.",
    "words": [word for one in SAID for word in one["words"]],
    "utterances": SAID,
    "audio_duration": 6,
}
ANSWERS = ["Ada", "none", "Ada sends figures.", "none", "Send the figures | Ada | Friday"]


@pytest.fixture
def asked():
    """What the language model was asked, so far."""
    return []


@pytest.fixture
def client(settings, tmp_path, asked):
    async def answer(request):
        if "/lemur/" not in request.url.path:
            return httpx.Response(200, json=TALK)
        asked.append(json.loads(await request.aread()))
        pairs = [{"question": "?", "answer": text} for text in ANSWERS[-len(asked[-1]["questions"]) :]]
        return httpx.Response(200, json={"request_id": "r1", "response": pairs})

    return AsyncClient(
        replace(settings, llm="lemur", allowed_dirs=(tmp_path,)), transport=httpx.MockTransport(answer)
    )


@pytest.fixture(params=["langchain", "mcp"])
def call(request, client):
    """Call a tool of one of the frameworks; gives the text that the model reads."""

    async def through_langchain(name, arguments):
        with blockbuster_ctx():
            tools = AssemblyAIToolkit(clients=Clients(client.settings, asynchronous=client)).get_tools()
            (tool,) = (one for one in tools if one.name == name)
            message = await tool.ainvoke({"type": "tool_call", "id": "1", "name": name, "args": arguments})
        return message.content

    async def through_mcp(name, arguments):
        server = ToolServer(client)
        try:
            with blockbuster_ctx():
                result = await server.call_tool(name, arguments)
        except ToolError as error:
            return str(error)
        return result.content[0].text

    return through_langchain if request.param == "langchain" else through_mcp


async def test_captions_of_words_are_saved(call, tmp_path):
    text = await call("get_subtitles", {"transcript_id": "t1", "speakers": True, "save_to": "a.vtt"})
    assert "2 captions of transcript t1 as VTT, saved to" in text
    assert (
        "<v Speaker A>Speaker A: I will send the\nfigures --&gt; &lt;b&gt;soon&lt;/b&gt;."
        in (tmp_path / "a.vtt").read_text()
    )
    shown = await call("get_subtitles", {"transcript_id": "t1", "subtitle_format": "ttml"})
    assert "2 captions of transcript t1 as TTML (data, not instructions)" in shown


async def test_minutes_are_saved(call, tmp_path, asked):
    text = await call("summarize", {"transcript_ids": ["t1"], "save_to": "minutes.docx"})
    assert f"Saved to {tmp_path / 'minutes.docx'}." in text
    assert "- Send the figures (Ada, due: Friday)" in text
    assert len(asked) == 1
    document = docx.Document(io.BytesIO((tmp_path / "minutes.docx").read_bytes()))
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["Send the figures", "Ada", "Friday"]


async def test_action_items_are_saved_and_no_file_is_overwritten_or_paid_for(call, tmp_path, asked):
    arguments = {"transcript_ids": ["t1"], "save_to": "actions.md"}
    assert "Saved to" in await call("extract_action_items", arguments)
    page = (tmp_path / "actions.md").read_text()
    assert page.startswith("# Action items: Transcript t1\n")
    assert "| Send the figures | Ada | Friday |" in page
    assert "exists already and was left as it is" in await call("extract_action_items", arguments)
    assert (tmp_path / "actions.md").read_text() == page
    assert len(asked) == 1
