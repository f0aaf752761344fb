import httpx
import pytest
from mcp import Client
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ElicitResult, ErrorData
from tests.mcp_server.conftest import COMPLETED, ERAS

DELETED = {**COMPLETED, "audio_url": "http://deleted_by_user"}
SEEN = httpx.Response(200, json={**COMPLETED, "text": "Hello there."})
REFUSED = (
    "The person did not agree, so nothing was deleted. Do not call delete_transcript for this again unless they ask "
    "for it."
)


@pytest.fixture(params=ERAS)
def delete(request, server):
    """Call delete_transcript with a client whose person answers like this; gives the result and the questions."""

    async def call(person=None, **arguments):
        asked = []

        async def answer(_context, params):
            asked.append((params.message, params.requested_schema["properties"]))
            return person

        callback = answer if person else None
        async with Client(server, mode=request.param, elicitation_callback=callback) as client:
            result = await client.call_tool("delete_transcript", {"transcript_id": "t1", **arguments})
        return result, asked

    return call


async def test_a_person_who_agrees_is_asked_once_and_the_transcript_is_deleted(delete, service):
    service.script = [SEEN, httpx.Response(200, json=DELETED)]
    result, asked = await delete(ElicitResult(action="accept", content={"confirm": True}))
    assert asked == [
        (
            'Delete a transcript (transcript_id=t1, 3 s, "Hello there.")? This cannot be undone.',
            {"confirm": {"type": "boolean", "title": "Delete it for good", "default": False}},
        )
    ]
    assert (result.is_error, result.structured_content) == (False, {"id": "t1", "deleted": True})
    assert service.calls == ["GET /v2/transcript/t1", "DELETE /v2/transcript/t1"]


@pytest.mark.parametrize("person", [None, ElicitResult(action="decline")])
async def test_nobody_is_asked_about_a_transcript_that_is_deleted_already(delete, service, person):
    service.script = [httpx.Response(200, json=DELETED), httpx.Response(200, json=DELETED)]
    result, asked = await delete(person)
    assert (result.structured_content, asked) == ({"id": "t1", "deleted": True}, [])


@pytest.mark.parametrize(
    "person",
    [
        ElicitResult(action="decline"),
        ElicitResult(action="cancel"),
    ],
)
async def test_without_the_persons_agreement_nothing_is_deleted(delete, service, person):
    service.script = [SEEN]
    result, _ = await delete(person)
    assert (result.is_error, result.content[0].text) == (True, REFUSED)
    assert service.calls == ["GET /v2/transcript/t1"]


@pytest.mark.parametrize("content", [{"confirm": False}, {"confirm": "true"}, {}])
async def test_an_unticked_form_deletes_nothing_and_the_person_can_be_asked_again(delete, service, content):
    service.script = [SEEN]
    result, _ = await delete(ElicitResult(action="accept", content=content))
    assert (result.is_error, service.calls) == (True, ["GET /v2/transcript/t1"])
    assert result.content[0].text == (
        "The person sent the form without ticking its box, so nothing was deleted. If they meant to agree, call "
        "delete_transcript again and they are asked once more."
    )


async def test_the_models_confirmation_does_not_count_if_the_person_can_be_asked(delete, service):
    service.script = [SEEN]
    result, asked = await delete(ElicitResult(action="decline"), confirm=True)
    assert (result.content[0].text, len(asked)) == (REFUSED, 1)
    assert service.calls == ["GET /v2/transcript/t1"]


async def test_if_nobody_can_be_asked_the_call_fails_and_the_error_gives_the_call_that_confirms(
    delete, service
):
    service.script = [SEEN]
    result, _ = await delete()
    assert (result.is_error, service.calls) == (True, ["GET /v2/transcript/t1"])
    assert result.content[0].text == (
        'Nothing was deleted yet: delete_transcript cannot be undone. Ask the person (3 s, "Hello there."); once they '
        "agree, call delete_transcript with transcript_id=t1, confirm=true."
    )


async def test_if_nobody_can_be_asked_an_operation_without_a_preview_is_named_by_its_id(server):
    async with Client(server) as client:
        result = await client.call_tool("purge_request_data", {"request_id": "r1"})
    assert result.content[0].text == (
        "Nothing was deleted yet: purge_request_data cannot be undone. Ask the person; once they agree, call "
        "purge_request_data with request_id=r1, confirm=true."
    )


async def test_a_confirmation_at_the_first_call_is_refused_once(server, service):
    service.script = [SEEN, httpx.Response(200, json=DELETED)]
    confirmed = {"transcript_id": "t1", "confirm": True}
    async with Client(server) as client:
        early = await client.call_tool("delete_transcript", confirmed)
        assert (early.is_error, service.calls) == (True, ["GET /v2/transcript/t1"])
        result = await client.call_tool("delete_transcript", confirmed)
    assert early.content[0].text == (
        "Nothing was deleted yet: delete_transcript cannot be undone and confirm=true counts only after this refusal. "
        'Ask the person (3 s, "Hello there."); once they agree, call delete_transcript with transcript_id=t1, '
        "confirm=true."
    )
    assert (result.is_error, result.structured_content) == (False, {"id": "t1", "deleted": True})


async def test_a_refusal_is_for_one_call_only(server, service):
    service.script = [SEEN, SEEN]
    async with Client(server) as client:
        await client.call_tool("delete_transcript", {"transcript_id": "t1"})
        other = await client.call_tool("delete_transcript", {"transcript_id": "t2", "confirm": True})
    assert (other.is_error, service.calls) == (True, ["GET /v2/transcript/t1", "GET /v2/transcript/t2"])


async def test_nobody_is_asked_about_a_transcript_that_does_not_exist(delete, service):
    service.script = [httpx.Response(400, json={"error": "Transcript lookup error, transcript id not found"})]
    result, asked = await delete(ElicitResult(action="accept", content={"confirm": True}))
    assert (result.is_error, asked) == (True, [])
    assert result.content[0].text.startswith("Transcript lookup error, transcript id not found")


async def test_the_question_names_an_operation_without_a_preview_by_its_id(server, service):
    asked = []

    async def note(_context, params):
        asked.append(params.message)
        return ElicitResult(action="decline")

    async with Client(server, elicitation_callback=note) as client:
        await client.call_tool("purge_request_data", {"request_id": "r1"})
    assert (asked, service.requests) == (["Purge request data (request_id=r1)? This cannot be undone."], [])


async def test_nobody_is_asked_about_an_invalid_call(delete):
    yes = ElicitResult(action="accept", content={"confirm": True})
    result, asked = await delete(yes, recording="t1")
    assert (result.is_error, asked) == (True, [])
    assert result.content[0].text.startswith("delete_transcript was not called: there is no argument")


@pytest.mark.parametrize(
    "given",
    [
        {"confirm": "true"},
        {"confirm": "Yes"},
        {"confirm": 1},
        {"confirm": [True]},
        {"confirmed": True},
        {"confirm": None, "approved": "true"},
        {"Confirm": True},
    ],
)
async def test_the_models_confirmation_counts_in_any_form(delete, service, given):
    service.script = [SEEN, httpx.Response(200, json=DELETED)]
    refused, _ = await delete()
    result, _ = await delete(**given)
    assert (refused.is_error, result.is_error) == (True, False)
    assert service.calls == ["GET /v2/transcript/t1", "DELETE /v2/transcript/t1"]


@pytest.mark.parametrize(
    "given", [{"confirm": None}, {"confirm": ""}, {"confirm": "null"}, {"confirm": "false"}]
)
async def test_no_confirmation_in_any_form_deletes_nothing(delete, service, given):
    service.script = [SEEN]
    result, _ = await delete(**given)
    assert (result.is_error, service.calls) == (True, ["GET /v2/transcript/t1"])
    assert "call delete_transcript with transcript_id=t1, confirm=true." in result.content[0].text


async def test_an_unknown_argument_of_a_deletion_is_answered_with_the_confirmation_too(delete, service):
    result, _ = await delete(confrim=True)
    assert "there is no argument 'confrim' (did you mean 'confirm'?)" in result.content[0].text
    assert service.requests == []


async def test_a_confirmation_that_says_two_things_deletes_nothing(delete, service):
    result, _ = await delete(confirm=False, confirmed=True)
    assert (result.is_error, service.requests) == (True, [])


async def test_a_confirmation_that_is_not_a_boolean_is_refused(delete, service):
    result, _ = await delete(confirm="perhaps")
    assert result.content[0].text == (
        "delete_transcript was not called: confirm is true or false. Correct the arguments and call again."
    )
    assert service.requests == []


async def test_a_client_that_fails_to_ask_deletes_nothing(server, service):
    async def broken(_context, _params):
        return ErrorData(code=-32603, message="no window to ask in")

    service.script = [SEEN]
    async with Client(server, mode="legacy", elicitation_callback=broken) as client:
        result = await client.call_tool("delete_transcript", {"transcript_id": "t1", "confirm": True})
    assert (result.is_error, service.calls) == (True, ["GET /v2/transcript/t1"])
    assert result.content[0].text.startswith(
        "Nothing was deleted: the client could not ask the person (no window to ask in). Try again once"
    )


async def test_a_call_without_a_client_needs_the_models_confirmation_too(server, service):
    service.script = [SEEN, httpx.Response(200, json=DELETED)]
    confirmed = {"transcript_id": "t1", "confirm": True}
    with pytest.raises(ToolError, match="Nothing was deleted yet"):
        await server.call_tool("delete_transcript", confirmed)
    result = await server.call_tool("delete_transcript", confirmed)
    assert result.structured_content == {"id": "t1", "deleted": True}
