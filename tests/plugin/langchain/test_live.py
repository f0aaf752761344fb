"""Steps, tools and the retriever about live speech, while it goes on."""

import copy
import json
import pickle
from dataclasses import replace

import httpx
import pytest
from langchain_core.language_models import FakeListChatModel
from pydantic import ValidationError
from tests.plugin.streaming.live_events import live_of, turn

from assemblyai_tools import ConfigurationError, InvalidArgumentsError, LiveTranscript
from assemblyai_tools.langchain import (
    AssemblyAISteps,
    AssemblyAIToolkit,
    AssemblyAITranscriptRetriever,
    live_tools,
)

ANSWERS = json.dumps(
    {"answers": [{"question": "?", "answer": "Thursday.", "quotes": ["agreed on Thursday"]}]}
)
NAMES = ["ask_question", "summarize", "extract_action_items", "run_task"]


@pytest.fixture
def live():
    return live_of(
        turn(0, "We launch on Wednesday.", 12_000, speaker="A"),
        turn(1, "No, we agreed on Thursday.", 15_000, speaker="B"),
    )


@pytest.fixture
def clients(scripted):
    """Clients whose model says this, and whose service is not asked."""
    return lambda says="Short.": scripted(llm=FakeListChatModel(responses=[says]))


async def test_a_step_answers_about_live_speech_with_quotes(invoke, clients, live):
    step = AssemblyAISteps(clients=clients(ANSWERS)).ask("When?", quotes=True)
    view = await invoke(step, live)
    [quote] = view.answers[0].quotes
    assert (quote.match, quote.start, quote.speaker) == ("verbatim", 15_200, "B")


@pytest.mark.parametrize(
    "make",
    [
        lambda steps: steps.summarize(),
        lambda steps: steps.extract_action_items(),
        lambda steps: steps.run_task("Who disagrees?"),
    ],
)
async def test_other_steps_write_about_live_speech(invoke, clients, live, make):
    assert (await invoke(make(AssemblyAISteps(clients=clients())), live)).response == "Short."


async def test_a_step_before_anything_was_said_is_an_error(invoke, clients):
    step = AssemblyAISteps(clients=clients()).summarize()
    with pytest.raises(InvalidArgumentsError, match="Nothing was said yet"):
        await invoke(step, LiveTranscript())


async def test_live_speech_is_neither_searched_at_the_service_nor_mixed_with_transcripts(
    invoke, clients, live
):
    steps = AssemblyAISteps(clients=clients())
    for step, given in [(steps.search_words("launch"), live), (steps.summarize(), [live, "t1"])]:
        with pytest.raises(InvalidArgumentsError, match="is live speech"):
            await invoke(step, given)


def test_a_pickled_step_takes_live_speech(clients, live, monkeypatch, key):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", key)
    step = pickle.loads(pickle.dumps(AssemblyAISteps(clients=clients()).summarize()))
    assert step.invoke(live).response == "Short."


def test_live_tools_take_no_source_and_have_names_of_their_own(clients, live):
    shared = clients()
    tools = live_tools(live, clients=shared)
    assert [tool.name for tool in tools] == [f"live_{name}" for name in NAMES]
    for tool in tools:
        assert not {"transcript_ids", "input_text"} & set(tool.args)
        assert "conversation" in tool.description
        assert tool.description.endswith("Costs money.")
    others = {tool.name for tool in AssemblyAIToolkit(clients=shared).get_tools()}
    assert not others & {tool.name for tool in tools}


def test_live_tools_can_be_chosen_and_named(clients, live):
    [tool] = live_tools(live, clients=clients(), tools=["summarize"], prefix="")
    assert tool.name == "summarize"
    with pytest.raises(ConfigurationError, match="no live tool 'transcribe'"):
        live_tools(live, clients=clients(), tools=["transcribe"])


def test_live_tools_have_a_model_of_their_own_without_clients(live, settings):
    [tool] = live_tools(
        live, settings=settings, llm=FakeListChatModel(responses=["Fine."]), tools=["summarize"]
    )
    assert "Fine." in tool.invoke({})


async def test_a_tool_answers_about_what_was_said_until_it_is_called(invoke, clients, live):
    [tool] = live_tools(live, clients=clients(ANSWERS), tools=["ask_question"])
    live.add(turn(2, "We agreed on Thursday again.", 20_000))
    call = {
        "type": "tool_call",
        "id": "c1",
        "name": tool.name,
        "args": {"questions": ["When?"], "quotes": True},
    }
    message = await invoke(tool, call)
    assert 'B: "agreed on Thursday." (first of 2 times)' in message.content
    assert message.artifact["answers"][0]["quotes"][0]["start"] == 15_200


@pytest.mark.parametrize("name", NAMES)
async def test_a_tool_names_no_other_tool_and_keeps_the_requests_id_for_the_program(
    invoke, scripted, live, settings, name
):
    def lemur(request):
        if request.url.path.endswith("question-answer"):
            return httpx.Response(
                200, json={"request_id": "r1", "response": [{"question": "?", "answer": "!"}]}
            )
        return httpx.Response(200, json={"request_id": "r1", "response": "Short."})

    shared = scripted(settings=replace(settings, llm="lemur"), answer=lemur)
    [tool] = live_tools(live, clients=shared, tools=[name])
    needed = {"ask_question": {"questions": ["When?"]}, "run_task": {"prompt": "Who?"}}.get(name, {})
    message = await invoke(tool, {"type": "tool_call", "id": "c1", "name": tool.name, "args": needed})
    assert "purge" not in message.content
    assert "next_step" not in message.artifact
    assert message.artifact["request_id"] == "r1"


async def test_a_tool_tells_the_model_what_is_wrong(invoke, clients, live):
    [ask] = live_tools(live, clients=clients(), tools=["ask_question"])
    [early] = live_tools(LiveTranscript(), clients=clients(), tools=["summarize"])
    for tool, arguments, told in [
        (ask, {"questions": ["When?"], "transcript_ids": ["t1"]}, "takes no transcript_ids"),
        (early, {}, "Nothing was said yet"),
    ]:
        call = {"type": "tool_call", "id": "c1", "name": tool.name, "args": arguments}
        message = await invoke(tool, call)
        assert message.status == "error"
        assert told in message.content


def test_a_copied_tool_hears_what_is_said_later(clients, live):
    [tool] = live_tools(live, clients=clients(), tools=["summarize"])
    copied = copy.deepcopy(tool)
    assert copied.live is live


def test_a_pickled_tool_knows_what_was_said_until_then(clients, live, monkeypatch, key):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", key)
    [tool] = live_tools(live, clients=clients(), tools=["summarize"])
    assert pickle.loads(pickle.dumps(tool)).live.text() == live.text()


async def test_the_retriever_finds_passages_of_live_speech_as_it_grows(invoke, clients, live):
    retriever = AssemblyAITranscriptRetriever(live=[live], around=0, clients=clients())

    [found] = await invoke(retriever, "When did we agree to Thursday?")
    assert found.page_content == "No, we agreed on Thursday."
    assert (found.metadata["transcript_id"], found.metadata["start"], found.metadata["speaker"]) == (
        live.id,
        15_000,
        "B",
    )

    assert await invoke(retriever, "Who has the budget?") == []
    live.add(turn(2, "Ada has the budget.", 20_000))
    [found] = await invoke(retriever, "Who has the budget?")
    assert found.metadata["start"] == 20_000


def test_a_retriever_needs_something_to_search(clients):
    with pytest.raises(ValidationError, match="give transcript_ids or live"):
        AssemblyAITranscriptRetriever(clients=clients())
