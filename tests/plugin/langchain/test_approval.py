"""A person who approves a deletion sees what would be deleted."""

import httpx
import pytest
from blockbuster import blockbuster_ctx
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from tests.plugin.langchain.agents import ASK, agent_of, call, results_of

from assemblyai_mcp.consent.confirmation import Confirmation
from assemblyai_mcp.consent.questions import Questions
from assemblyai_mcp.consent.refusals import Refusals
from assemblyai_tools import ConfigurationError, delete_transcript
from assemblyai_tools.langchain import AssemblyAIToolkit, approval, approval_middleware

APPROVED = Command(resume={"decisions": [{"type": "approve"}]})
DELETE = call("delete_transcript", transcript_id="t1")


class Service:
    """Has one transcript, which may be unreadable."""

    def __init__(self, found):
        self.found, self.asked = found, []

    def __call__(self, request):
        self.asked.append((request.headers["Authorization"], request.method))
        if request.method == "DELETE":
            return httpx.Response(200, json={**self.found, "id": "t1", "audio_url": "http://deleted_by_user"})
        if isinstance(self.found, Exception):
            raise self.found
        return httpx.Response(200 if "id" in self.found else 400, json=self.found)


@pytest.fixture
def service(meeting):
    return Service({**meeting, "audio_duration": 62})


@pytest.fixture
def supervised(scripted, service):
    """An agent that makes these turns, with a person who approves."""

    def make(*turns, **options):
        toolkit = AssemblyAIToolkit(clients=scripted(answer=service))
        middleware = approval_middleware(toolkit, **options)
        return agent_of(toolkit, *turns, middleware=[middleware], checkpointer=InMemorySaver())

    return make


def thread(**more):
    return {"configurable": {"thread_id": "1", **more}}


def asked_of(state):
    """The descriptions that the person is shown."""
    values = [interrupt.value for interrupt in state["__interrupt__"]]
    requests = [request for value in values for request in value.get("action_requests", [value])]
    return [request["description"] for request in requests]


QUESTION = (
    'Delete a transcript (transcript_id=t1, 1 min 2 s, "We will launch on Wednesday. Who writes the notes? '
    'I will write the notes.")? This cannot be undone.'
)


async def test_the_person_sees_length_and_first_words_before_it_is_deleted(invoke, supervised, service, key):
    agent = supervised(DELETE)
    (question,) = asked_of(await invoke(agent, ASK, thread()))
    assert question == QUESTION
    assert service.asked == [(key, "GET")]
    done = results_of(await invoke(agent, APPROVED, thread()))
    assert done[0].artifact == {"id": "t1", "deleted": True}


async def test_the_question_is_that_of_the_mcp_server(supervised):
    about = QUESTION.partition("t1, ")[2].rpartition(")?")[0]

    async def describe():
        return about

    asked = Confirmation(
        delete_transcript,
        {"transcript_id": "t1"},
        account="server",
        share=lambda: "server",
        confirmed=False,
        describe=describe,
        questions=Questions(),
        refusals=Refusals(),
    )
    assert await asked.message() == QUESTION


async def test_looking_it_up_never_blocks_the_loop(supervised):
    agent = supervised(DELETE)
    with blockbuster_ctx():
        assert asked_of(await agent.ainvoke(ASK, thread())) == [QUESTION]


async def test_each_call_of_a_turn_has_its_own_question(invoke, supervised):
    both = call("delete_transcript", transcript_id="t1")
    both.tool_calls += [
        {"name": "purge_request_data", "args": {"request_id": "r1"}, "id": "second"},
        {"name": "get_transcript", "args": {"transcript_id": "t1"}, "id": "third"},
    ]
    questions = asked_of(await invoke(supervised(both), ASK, thread()))
    assert questions[0] == QUESTION
    assert "(request_id=r1)? This cannot be undone." in questions[1]
    assert len(questions) == 2


async def test_one_interrupt_per_call_has_the_same_question(invoke, supervised):
    agent = supervised(DELETE, interrupt_mode="per_call")
    stopped = await invoke(agent, ASK, thread())
    assert asked_of(stopped) == [QUESTION]
    answers = {stopped["__interrupt__"][0].id: {"type": "approve"}}
    done = results_of(await invoke(agent, Command(resume=answers), thread()))
    assert done[0].artifact == {"id": "t1", "deleted": True}


async def test_it_is_looked_up_with_the_key_of_the_call(invoke, supervised, service):
    await invoke(supervised(DELETE), ASK, thread(assemblyai_api_key="a-users-key"))
    assert service.asked == [("a-users-key", "GET")]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({"error": "Transcript lookup error, transcript id not found"}, "transcript id not found (HTTP 400)"),
        (ZeroDivisionError("a bug"), "because of a bug; the log has the details"),
    ],
)
async def test_a_look_up_that_fails_does_not_end_the_run(invoke, supervised, service, found, reason):
    service.found = found
    (question,) = asked_of(await invoke(supervised(DELETE), ASK, thread()))
    assert question.startswith("Delete a transcript (transcript_id=t1, what it holds could not be looked up")
    assert question.endswith(f"{reason})? This cannot be undone.")


async def test_a_call_with_wrong_arguments_is_asked_about_too(invoke, supervised):
    (question,) = asked_of(await invoke(supervised(call("delete_transcript", id="")), ASK, thread()))
    assert "could not be looked up: delete_transcript was not called" in question


async def test_a_key_that_cannot_be_used_is_said(invoke, supervised, service):
    (question,) = asked_of(await invoke(supervised(DELETE), ASK, thread(assemblyai_api_key="")))
    assert "assemblyai_api_key of this call is empty" in question
    assert service.asked == []


async def test_other_tools_may_be_asked_about_and_the_decisions_chosen(invoke, supervised):
    few = {"allowed_decisions": ["approve", "reject"]}
    agent = supervised(DELETE, interrupt_on={"delete_transcript": few, "list_transcripts": True})
    stopped = await invoke(agent, ASK, thread())
    assert asked_of(stopped) == [QUESTION]
    assert stopped["__interrupt__"][0].value["review_configs"][0]["allowed_decisions"] == [
        "approve",
        "reject",
    ]
    listing = supervised(call("list_transcripts"), interrupt_on={"list_transcripts": True})
    assert "list_transcripts" in asked_of(await invoke(listing, ASK, thread()))[0]


async def test_a_tool_that_need_not_be_approved_is_not_looked_up(invoke, supervised, service):
    done = await invoke(supervised(DELETE, interrupt_on={"delete_transcript": False}), ASK, thread())
    assert "__interrupt__" not in done
    assert [method for _, method in service.asked] == ["DELETE"]


def test_without_langchain_one_line_says_what_to_install(monkeypatch, clients):
    monkeypatch.setattr(approval, "is_installed", lambda _name: False)
    approval._middleware_class.cache_clear()
    with pytest.raises(ConfigurationError) as caught:
        approval_middleware(AssemblyAIToolkit(clients=clients))
    assert str(caught.value) == (
        "approval_middleware needs the package langchain, which is not installed. Install it: pip install langchain."
    )
