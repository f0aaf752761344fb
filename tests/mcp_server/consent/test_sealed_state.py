"""Answers to questions of the 2026-07-28 wire that must not count."""

from contextlib import asynccontextmanager

import httpx
import pytest
from mcp import Client, MCPError
from mcp.types import ElicitResult, InputRequiredResult
from pydantic import SecretStr
from tests.mcp_server.conftest import COMPLETED, OTHER_KEY
from tests.mcp_server.raw_requests import call, modern, post

from assemblyai_mcp import ToolServer

ONE, TWO = SecretStr("the first key, 0123456789abcdef-012"), SecretStr("another key, 0123456789abcdef-01234")
YES, NO = ElicitResult(action="accept", content={"confirm": True}), ElicitResult(action="decline")
T1 = {"transcript_id": "t1"}


class Person:
    """Calls a deletion round by round, and answers as the test says."""

    def __init__(self, client):
        self._client = client

    async def call(self, arguments=T1, *, tool="delete_transcript", answers=None, state=None):
        return await self._client.session.call_tool(
            tool, arguments, input_responses=answers, request_state=state, allow_input_required=True
        )

    async def ask(self, **call):
        """A call that is answered with a question: its name, its text and its state."""
        result = await self.call(**call)
        assert isinstance(result, InputRequiredResult), "nothing was deleted"
        ((name, request),) = result.input_requests.items()
        return name, request.params.message, result.request_state


@asynccontextmanager
async def person_of(server):
    async def unused(_context, _params):
        raise AssertionError

    async with Client(server, mode="2026-07-28", elicitation_callback=unused) as client:
        yield Person(client)


@pytest.fixture(autouse=True)
def transcripts(service):
    """The service has any transcript until it is deleted."""

    class Script(list):
        def pop(self, _):
            return (
                deleted() if service.requests[-1].method == "DELETE" else httpx.Response(200, json=COMPLETED)
            )

    service.script = Script()


def deleted():
    return httpx.Response(200, json={**COMPLETED, "audio_url": "http://deleted_by_user"})


def deletions(service):
    return [call for call in service.calls if call.startswith("DELETE")]


async def test_an_answer_that_comes_along_with_the_first_call_is_asked_for_again(server, service):
    async with person_of(server) as person:
        name, _, _ = await person.ask()
        again, message, state = await person.ask(answers={name: YES})
        assert message.startswith("The last answer did not count, because this server process did not ask ")
        result = await person.call(answers={again: YES}, state=state)
    assert (result.structured_content["deleted"], deletions(service)) == (True, ["DELETE /v2/transcript/t1"])


@pytest.mark.parametrize("first", [YES, NO], ids=["agreed", "declined"])
async def test_an_answer_cannot_be_given_twice_nor_changed(server, service, first):
    async with person_of(server) as person:
        name, _, state = await person.ask()
        await person.call(answers={name: first}, state=state)
        before = deletions(service)
        _, message, _ = await person.ask(answers={name: YES}, state=state)
    assert message.startswith(
        "The last answer did not count, because its question had been answered before. "
    )
    assert deletions(service) == before


@pytest.mark.parametrize(
    "other",
    [
        {"arguments": {"transcript_id": "t2"}},
        {"arguments": {"request_id": "t1"}, "tool": "purge_request_data"},
    ],
    ids=["arguments", "tool"],
)
async def test_a_state_counts_only_for_the_call_that_the_question_was_about(server, service, other):
    async with person_of(server) as person:
        name, _, state = await person.ask()
        own, _, _ = await person.ask(**other)
        await person.ask(**other, answers={name: YES, own: YES}, state=state)
    assert deletions(service) == []


@pytest.mark.parametrize("forged", ["", "v1.AAAA", "x" * 10_000, '[2000000000, "0"]'])
async def test_a_forged_state_does_not_count(server, service, forged):
    async with person_of(server) as person:
        name, _, _ = await person.ask()
        await person.ask(answers={name: YES}, state=forged)
        await person.ask(state=forged)
    assert deletions(service) == []


async def test_an_answer_after_ten_minutes_is_asked_for_again(client, service):
    now = [2_000_000_000.0]
    async with person_of(ToolServer(client, clock=lambda: now[0])) as person:
        name, _, state = await person.ask()
        now[0] += 601
        _, message, _ = await person.ask(answers={name: YES}, state=state)
    assert "because it came too late: a question waits ten minutes at most. Delete a transcript" in message
    assert deletions(service) == []


async def test_a_client_that_loses_every_state_is_not_asked_for_ever(server, service):
    async with person_of(server) as person:
        name, _, _ = await person.ask()
        again, _, _ = await person.ask(answers={name: YES})
        result = await person.call(answers={again: YES})
    assert (result.is_error, deletions(service)) == (True, [])
    assert result.content[0].text.startswith(
        "Nothing was deleted: the person was asked twice, and neither answer counted. The second did not because"
    )
    assert result.content[0].text.endswith("again now; tell the person.")


async def test_a_person_is_not_asked_again_about_what_is_deleted_already(server, service):
    async with person_of(server) as person:
        name, _, _ = await person.ask()
        service.script = [deleted(), deleted()]
        result = await person.call(answers={name: YES})
    assert result.structured_content == {"id": "t1", "deleted": True}


@pytest.mark.parametrize(
    ("askers", "takers", "counts"),
    [
        ([ONE], [ONE], True),
        ([ONE], [TWO, ONE], True),
        ([ONE], [TWO], False),
        ([], [], False),
    ],
    ids=["the same key", "keys in rotation", "another key", "no key"],
)
async def test_another_worker_or_the_same_after_a_restart_takes_the_answer_if_they_share_a_key(
    client, service, askers, takers, counts
):
    asker, taker = ToolServer(client, state_keys=askers), ToolServer(client, state_keys=takers)
    async with person_of(asker) as one, person_of(taker) as two:
        name, _, state = await one.ask()
        result = await two.call(answers={name: YES}, state=state)
    assert isinstance(result, InputRequiredResult) is not counts
    assert deletions(service) == ["DELETE /v2/transcript/t1"] * counts


async def test_a_state_that_does_not_open_is_no_error_of_a_call_that_asks_nothing(server):
    async with person_of(server) as person:
        result = await person.call(T1, tool="get_transcript", state="forged")
    assert not result.is_error


async def test_other_errors_of_the_protocol_stay_errors(server):
    """Only tools ask; a state for anything else is the client's mistake."""
    async with Client(server, mode="2026-07-28") as client:
        with pytest.raises(MCPError, match="Invalid or expired requestState"):
            await client.session.get_prompt("show_notes", {"recording": "t1"}, request_state="forged")
        with pytest.raises(MCPError, match="There is no prompt 'x'"):
            await client.session.get_prompt("x", {})


def test_an_answer_counts_only_for_the_account_that_was_asked(served, account):
    """Over HTTP, where each request brings its own key."""

    def ask(url, key, **answer):
        headers, body = modern("tools/call", "delete_transcript", name="delete_transcript", arguments=T1)
        meta = body["params"]["_meta"]
        meta["io.modelcontextprotocol/clientCapabilities"] = {"elicitation": {"form": {}}}
        body["params"] |= answer
        return post(url, headers | {"Authorization": f"Bearer {key}"}, body).json()["result"]

    with served() as url:
        asked = ask(url, OTHER_KEY)
        answer = {"requestState": asked["requestState"]}
        answer["inputResponses"] = dict.fromkeys(asked["inputRequests"], YES.model_dump(mode="json"))
        stolen = ask(url, "sk-of-a-stranger", **answer)
        own = ask(url, OTHER_KEY, **answer)
    assert (stolen["resultType"], own["structuredContent"]["deleted"]) == ("input_required", True)
    assert [key for key, method, _ in account.asked if method == "DELETE"] == [OTHER_KEY]


PURGE = {"request_id": "r1"}


def as_somebody(url, tool, arguments, *, asks=False, **answer):
    """A call with a key that the service does not know at first."""
    headers, body = modern("tools/call", tool, name=tool, arguments=arguments)
    capabilities = {"elicitation": {"form": {}}} if asks else {}
    body["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = capabilities
    body["params"] |= answer
    return post(url, headers | {"Authorization": f"Bearer {OTHER_KEY}"}, body).json()["result"]


def purges(account):
    return [path for _, method, path in account.asked if method == "DELETE"]


def test_an_answer_counts_once_also_if_the_service_came_to_know_the_account_meanwhile(served, account):
    with served(api_key=None) as url:
        asked = as_somebody(url, "purge_request_data", PURGE, asks=True)
        assert account.asked == [], "it is a stranger's question"
        answer = {"requestState": asked["requestState"]}
        answer["inputResponses"] = dict.fromkeys(asked["inputRequests"], YES.model_dump(mode="json"))
        for _ in range(2):
            as_somebody(url, "list_transcripts", {})
            again = as_somebody(url, "purge_request_data", PURGE, asks=True, **answer)
    assert len(purges(account)) == 1
    assert again["resultType"] == "input_required"


def test_a_refusal_counts_also_if_the_service_came_to_know_the_account_meanwhile(served, account):
    with served(api_key=None) as url:
        refused = as_somebody(url, "purge_request_data", PURGE)
        as_somebody(url, "list_transcripts", {})
        as_somebody(url, "purge_request_data", PURGE | {"confirm": True})
    assert refused["isError"]
    assert len(purges(account)) == 1


def test_a_refusal_counts_only_for_the_account_that_was_refused(served, account):
    with served() as url:
        for key in (OTHER_KEY, "sk-of-a-stranger"):
            result = call(url, "delete_transcript", T1 | {"confirm": True}, Authorization=f"Bearer {key}")
            assert result.json()["result"]["isError"]
        call(url, "delete_transcript", T1 | {"confirm": True}, Authorization=f"Bearer {OTHER_KEY}")
    assert [key for key, method, _ in account.asked if method == "DELETE"] == [OTHER_KEY]
