"""A whole agent: LangChain's own loop around the tools, with a scripted model instead of a real one."""

import json

import pytest
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.language_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from tests.plugin.langchain.agents import ASK, agent_of, call, results_of

from assemblyai_tools import Client, list_transcripts, transcribe
from assemblyai_tools.langchain import AssemblyAIToolkit, destructive_tool_names
from assemblyai_tools.langchain.progress import EVENT

COMPLETED = {"id": "t1", "status": "completed", "text": "Hello."}


def job(audio):
    """Transcribe, search, ask, list the action items, and purge what the service kept of the question."""
    return (
        call("transcribe", audio=audio, wait_seconds=120),
        lambda made: call(
            "search_words", transcript_ids=[made.artifact["id"]], words=["meeting", "umbrella"]
        ),
        lambda made, _: call(
            "ask_question",
            transcript_ids=[made.artifact["id"]],
            questions=[made.artifact["parts"][0]["lines"][0]["text"]],
            quotes=True,
        ),
        lambda made, *_: call("extract_action_items", transcript_ids=[made.artifact["id"]]),
        lambda *results: call("purge_request_data", request_id=results[2].artifact["request_id"]),
    )


@pytest.fixture
def toolkit(running_emulator):
    toolkit = AssemblyAIToolkit(settings=running_emulator)
    yield toolkit
    toolkit.close()


APPROVAL = HumanInTheLoopMiddleware(interrupt_on=dict.fromkeys(destructive_tool_names(), True))
THREAD = {"configurable": {"thread_id": "1"}}


def supervised(toolkit, *turns):
    return agent_of(toolkit, *turns, middleware=[APPROVAL], checkpointer=InMemorySaver())


def test_an_agent_does_the_whole_job_and_a_person_approves_the_purge(toolkit, standup):
    agent = supervised(toolkit, *job(standup))
    stopped = agent.invoke(ASK, THREAD)
    (interrupt,) = stopped["__interrupt__"]
    (request,) = interrupt.value["action_requests"]
    asked = results_of(stopped)
    assert request["name"] == "purge_request_data"
    assert request["args"] == {"request_id": asked[2].artifact["request_id"]}

    done = agent.invoke(Command(resume={"decisions": [{"type": "approve"}]}), THREAD)
    results = results_of(done)
    assert [result.name for result in results] == [
        "transcribe",
        "search_words",
        "ask_question",
        "extract_action_items",
        "purge_request_data",
    ]
    assert {result.status for result in results} == {"success"}
    assert results[-1].artifact == {"request_id": request["args"]["request_id"], "deleted": True}
    assert done["messages"][-1].content == "Done."
    (answer,) = results[2].artifact["answers"]
    assert {quote["match"] for quote in answer["quotes"]} == {"verbatim"}


def test_a_rejected_call_is_not_run_and_the_model_is_told_why(toolkit, standup):
    agent = supervised(
        toolkit,
        call("transcribe", audio=standup, wait_seconds=120),
        lambda made: call("delete_transcript", transcript_id=made.artifact["id"]),
    )
    agent.invoke(ASK, THREAD)
    rejection = {"type": "reject", "message": "We still need it."}
    made, refused = results_of(agent.invoke(Command(resume={"decisions": [rejection]}), THREAD))
    assert refused.status == "error"
    assert refused.content.endswith("We still need it.")
    with Client(toolkit.settings) as client:
        listed = client.run(list_transcripts(limit=100)).transcripts
    assert next(row for row in listed if row.id == made.artifact["id"]).status == "completed"


def test_a_tool_that_deletes_nothing_needs_no_approval(toolkit, standup):
    agent = supervised(toolkit, call("transcribe", audio=standup, wait_seconds=120))
    assert "__interrupt__" not in agent.invoke(ASK, THREAD)


def test_artifacts_survive_a_checkpointer_unchanged(toolkit, standup):
    """A checkpointer stores JSON-like values; a model object would come back as something else."""
    agent = supervised(toolkit, *job(standup)[:3])
    before = results_of(agent.invoke(ASK, THREAD))
    after = results_of(agent.get_state(THREAD).values)
    assert [result.artifact for result in after] == [result.artifact for result in before]
    assert [json.loads(json.dumps(result.artifact)) for result in after] == [
        result.artifact for result in after
    ]


@pytest.fixture
def scripted_toolkit(clients):
    return AssemblyAIToolkit(clients=clients)


async def test_wrong_arguments_come_back_to_the_model_with_the_reason(invoke, scripted_toolkit, answers):
    agent = agent_of(
        scripted_toolkit,
        call("get_transcript", transcript_id="t1", patience="long"),
        call("get_transcript", transcript_id="t1"),
    )
    answers(COMPLETED)
    wrong, right = results_of(await invoke(agent, ASK))
    assert wrong.status == "error"
    assert wrong.content.startswith("get_transcript was not called: there is no argument 'patience'")
    assert right.status == "success"


async def test_an_api_error_is_a_failed_message_with_the_next_step(invoke, scripted_toolkit, answers):
    agent = agent_of(scripted_toolkit, call("get_transcript", transcript_id="t1"))
    answers({"error": "Transcript lookup error, transcript id not found"}, status=400)
    (failed,) = results_of(await invoke(agent, ASK))
    assert failed.status == "error"
    assert failed.content.endswith("list_transcripts shows those it has.")


async def test_a_bug_ends_the_agents_run(invoke, scripted):
    def answer(_request):
        raise ZeroDivisionError("a bug")

    agent = agent_of(
        AssemblyAIToolkit(clients=scripted(answer=answer)), call("get_transcript", transcript_id="t1")
    )
    with pytest.raises(ZeroDivisionError, match="a bug"):
        await invoke(agent, ASK)


async def test_a_broken_reply_is_not_blamed_on_the_model(invoke, scripted_toolkit, answers):
    agent = agent_of(scripted_toolkit, call("get_transcript", transcript_id="t1"))
    answers({"nothing": "of this"})
    (failed,) = results_of(await invoke(agent, ASK))
    assert failed.status == "error"
    assert "The arguments were not at fault." in failed.content
    assert "fix" not in failed.content


async def test_an_agents_streams_show_progress(scripted_toolkit, answers):
    def streamed():
        answers({"id": "t1", "status": "queued"}, {"id": "t1", "status": "processing"}, COMPLETED)
        return agent_of(scripted_toolkit, call("transcribe", audio="https://host.test/a.mp3"))

    custom = [data async for data in streamed().astream(ASK, stream_mode="custom")]
    assert {(data["type"], data["transcript_id"]) for data in custom} == {(EVENT, "t1")}
    events = [
        event["name"]
        async for event in streamed().astream_events(ASK, version="v2")
        if event["event"] == "on_custom_event"
    ]
    assert set(events) == {EVENT}


async def test_the_callers_own_model_answers_for_the_agent(invoke, scripted, answers, meeting):
    reply = '{"answers": [{"answer": "On Wednesday.", "quotes": ["We will launch on Wednesday"]}]}'
    model = FakeMessagesListChatModel(responses=[AIMessage(reply)])
    agent = agent_of(
        AssemblyAIToolkit(clients=scripted(llm=model)),
        call("ask_question", transcript_ids=["t1"], questions=["When?"], quotes=True),
    )
    answers(meeting, meeting)
    (answered,) = results_of(await invoke(agent, ASK))
    assert answered.artifact["answers"][0]["quotes"] == [
        {
            "text": "We will launch on Wednesday.",
            "match": "verbatim",
            "start": 1_000,
            "end": 2_450,
            "speaker": "A",
            "times": 1,
        }
    ]


def test_a_read_only_agent_cannot_spend_money(clients, service):
    toolkit = AssemblyAIToolkit(clients=clients, read_only=True)
    (refused,) = results_of(
        agent_of(toolkit, call(transcribe.name, audio="https://h.test/a.mp3")).invoke(ASK)
    )
    assert refused.status == "error"
    assert "transcribe is not a valid tool" in refused.content
    assert service.requests == []
