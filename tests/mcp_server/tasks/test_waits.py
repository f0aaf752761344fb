"""Calls that wait, as tasks: what the client gets first, while the job runs, and at its end."""

import asyncio
from types import SimpleNamespace

import httpx
import pytest
from mcp import Client
from tests.mcp_server.conftest import COMPLETED
from tests.mcp_server.tasks.tasks_host import ENDED, TakesTasks, host

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AsyncClient, Selection

QUEUED = httpx.Response(200, json={"id": "t1", "status": "queued"})
PROCESSING = httpx.Response(200, json={"id": "t1", "status": "processing"})
DONE = httpx.Response(200, json=COMPLETED)
FAILED = httpx.Response(200, json={"id": "t1", "status": "error", "error": "no audio"})
NOT_READY = httpx.Response(202)
AUDIO = "https://example.com/talk.mp3"


async def test_a_transcription_is_answered_with_a_task_once_its_job_can_be_looked_at(server, service):
    service.script = [QUEUED, PROCESSING]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
    assert service.calls == ["POST /v2/transcript", "GET /v2/transcript/t1"]
    assert task["status"] == "working"
    assert task["statusMessage"] == "transcribing, 0 s, transcript t1"


async def test_a_look_is_one_read_of_the_transcript(server, service):
    service.script = [QUEUED, PROCESSING, PROCESSING]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        del service.requests[:]
        assert (await client.get(task["taskId"]))["status"] == "working"
    assert service.calls == ["GET /v2/transcript/t1"]


async def test_its_result_is_that_of_the_tool(server, service):
    service.script = [QUEUED, PROCESSING, DONE, DONE]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        ended = await client.get(task["taskId"])
        plain = await client.call("get_transcript", transcript_id="t1")
    assert ended["status"] == "completed"
    assert ended["result"] == plain.model_dump(
        by_alias=True, mode="json", exclude_none=True, exclude={"meta"}
    )


async def test_a_job_that_has_ended_at_the_first_look_is_answered_with_its_result(server, service):
    service.script = [QUEUED, DONE]
    async with host(server) as client:
        result = await client.call("transcribe", audio=AUDIO)
    assert result.structured_content["status"] == "completed"


async def test_a_call_that_was_not_to_wait_is_no_task(server, service):
    service.script = [QUEUED, PROCESSING]
    async with host(server) as client:
        result = await client.call("transcribe", audio=AUDIO, wait_seconds=0)
    assert (result.is_error, result.structured_content["status"]) == (False, "processing")


@pytest.mark.parametrize("refusal", [401, 400])
async def test_no_task_stands_for_a_job_that_was_not_accepted(server, service, refusal):
    service.script = [httpx.Response(refusal, json={"error": "no"})]
    async with host(server) as client:
        result = await client.call("transcribe", audio=AUDIO)
    assert result.is_error


async def test_the_same_call_again_is_a_task_for_the_same_job(server, service):
    service.script = [QUEUED, PROCESSING, PROCESSING, DONE, DONE]
    async with host(server) as client:
        first = await client.call("transcribe", audio=AUDIO)
        second = await client.call("transcribe", audio=AUDIO)
        ended = [await client.get(task["taskId"]) for task in (first, second)]
    assert first["taskId"] != second["taskId"]
    assert [task["result"]["structuredContent"]["id"] for task in ended] == ["t1", "t1"]
    assert service.calls.count("POST /v2/transcript") == 1


async def test_the_same_call_again_says_that_nothing_was_paid_as_without_tasks(server, service):
    service.script = [QUEUED, PROCESSING, PROCESSING, DONE, DONE]
    async with host(server) as client:
        await client.call("transcribe", audio=AUDIO)
        again = await client.call("transcribe", audio=AUDIO)
        ended = await client.get(again["taskId"])
        plain = await client.call("transcribe", audio=AUDIO, wait_seconds=0)
    assert ended["result"]["structuredContent"]["reused"] is True
    assert ended["result"] == plain.model_dump(
        by_alias=True, mode="json", exclude_none=True, exclude={"meta"}
    )


@pytest.mark.parametrize("extensions", [[], [TakesTasks()]], ids=["without tasks", "with tasks"])
async def test_a_call_waits_while_the_same_recording_is_uploaded_by_another(
    settings, tmp_path, monkeypatch, extensions
):
    """The first call uploads for 100 seconds, and the second may wait for 900."""
    now, go_on, begun = [1000.0], asyncio.Event(), asyncio.Event()
    monkeypatch.setattr("assemblyai_tools.async_client.time", SimpleNamespace(monotonic=lambda: now[0]))
    (tmp_path / "a.wav").write_bytes(b"RIFF" + b"x" * 5000)

    async def answer(request):
        if request.url.path.endswith("/upload"):
            begun.set()
            await go_on.wait()
            return httpx.Response(200, json={"upload_url": "https://cdn.test/x"})
        return QUEUED if request.method == "POST" else DONE

    async def sleep(seconds):
        now[0] += seconds
        if now[0] >= 1100:
            go_on.set()
        for _ in range(20):
            await asyncio.sleep(0)

    server = ToolServer(AsyncClient(settings, sleep=sleep, transport=httpx.MockTransport(answer)))
    async with Client(server, mode="2026-07-28", extensions=extensions) as client:
        call = {"audio": str(tmp_path / "a.wav"), "wait_seconds": 900}
        first = asyncio.create_task(client.session.call_tool("transcribe", call, allow_claimed=True))
        await begun.wait()
        second = await client.session.call_tool("transcribe", call, allow_claimed=True)
        await first
    assert (second.is_error, second.structured_content["reused"]) == (False, True)


@pytest.mark.parametrize("extensions", [[], [TakesTasks()]], ids=["without tasks", "with tasks"])
async def test_a_first_reply_that_is_not_readable_is_looked_at_again(server, service, extensions):
    service.script = [httpx.Response(200, content=b"<html>"), DONE]
    async with Client(server, mode="2026-07-28", extensions=extensions) as client:
        result = await client.session.call_tool(
            "get_transcript", {"transcript_id": "t1", "wait_seconds": 45}, allow_claimed=True
        )
    assert (result.is_error, result.structured_content["status"]) == (False, "completed")


async def test_after_a_failure_it_is_to_be_polled_when_the_service_asks_for_it(server, service):
    busy = httpx.Response(429, headers={"retry-after": "60"}, json={"error": "slow down"})
    service.script = [QUEUED, PROCESSING, busy]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        asked_for = await client.get(task["taskId"])
        service.script = [httpx.Response(503)] * 9
        not_asked_for = await client.get(task["taskId"])
        service.script = [PROCESSING]
        after = await client.get(task["taskId"])
    assert [one["pollIntervalMs"] for one in (asked_for, not_asked_for, after)] == [60_000, 5_000, 1_000]


async def test_a_failed_job_is_a_completed_task_with_the_tools_error(server, service):
    service.script = [QUEUED, PROCESSING, FAILED]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        ended = await client.get(task["taskId"])
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)
    assert ended["result"]["content"][0]["text"].startswith("Transcript t1 failed: no audio.")
    assert "error" not in ended


async def test_a_failure_that_may_pass_leaves_the_task_working(server, service):
    service.script = [QUEUED, PROCESSING, *[httpx.Response(503)] * 9, DONE]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        during = await client.get(task["taskId"])
        service.script = [DONE]
        after = await client.get(task["taskId"])
    assert during["status"] == "working"
    assert "transcribing, 0 s, transcript t1; the last look failed: " in during["statusMessage"]
    assert after["status"] == "completed"


async def test_a_failure_that_stays_ends_the_task_with_the_tools_error(server, service):
    service.script = [QUEUED, PROCESSING, httpx.Response(401, json={"error": "invalid key"})]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        ended = await client.get(task["taskId"])
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)


async def test_the_status_says_how_much_is_done_if_the_service_does(server, service):
    half = httpx.Response(
        200, json={"id": "t1", "status": "processing"}, headers={"x-emulator-progress": "0.5"}
    )
    service.script = [QUEUED, PROCESSING, half]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        assert (await client.get(task["taskId"]))["statusMessage"] == "transcribing, 0 s, 50 %, transcript t1"


async def test_reading_a_transcript_that_is_not_finished_keeps_how_it_is_to_be_shown(server, service):
    turns = [
        {"speaker": "A", "text": word, "start": at, "end": at + 9}
        for at, word in ((100, "One."), (900, "Two."))
    ]
    done = httpx.Response(200, json=COMPLETED | {"utterances": turns})
    service.script = [PROCESSING, done]
    async with host(server) as client:
        task = await client.call("get_transcript", transcript_id="t1", wait_seconds=45, start_at_ms=500)
        ended = await client.get(task["taskId"])
    assert "Two." in ended["result"]["content"][0]["text"]
    assert "One." not in ended["result"]["content"][0]["text"]


async def test_redacted_audio_is_waited_for_as_long_as_the_call_would_have(client, service):
    now = [1000.0]
    server = ToolServer(client, clock=lambda: now[0])
    service.script = [NOT_READY] * 3
    async with host(server) as connected:
        task = await connected.call("get_redacted_audio", transcript_id="t1", wait_seconds=60)
        assert task["statusMessage"] == "waiting for the redacted audio, 0 s, transcript t1"
        now[0] += 59
        assert (await connected.get(task["taskId"]))["status"] == "working"
        now[0] += 1
        ended = await connected.get(task["taskId"])
    assert (ended["status"], ended["result"]["structuredContent"]["ready"]) == ("completed", False)


async def test_redacted_audio_that_is_ready_ends_the_task(server, service):
    ready = httpx.Response(
        200, json={"redacted_audio_url": "https://cdn.test/a.mp3", "status": "redacted_audio_ready"}
    )
    service.script = [NOT_READY, ready]
    async with host(server) as client:
        task = await client.call("get_redacted_audio", transcript_id="t1", wait_seconds=60)
        ended = await client.get(task["taskId"])
    assert ended["result"]["structuredContent"]["redacted_audio_url"] == "https://cdn.test/a.mp3"


async def test_a_tool_that_is_not_offered_any_more_ends_its_tasks(client, service):
    service.script = [QUEUED, PROCESSING]
    async with host(ToolServer(client)) as before:
        task = await before.call("transcribe", audio=AUDIO)
    async with host(ToolServer(client, Selection(tools=["get_transcript"]))) as after:
        ended = await after.get(task["taskId"])
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)


@pytest.mark.catalogue
@pytest.mark.parametrize(
    "operation", [one for one in ALL_OPERATIONS if "wait_seconds" in one.arguments.model_fields]
)
def test_every_call_that_waits_is_about_one_transcript(operation):
    assert "transcript_id" in operation.arguments.model_fields or operation.name == "transcribe"


async def test_a_task_that_was_polled_to_its_end_costs_the_service_what_a_waiting_call_does(server, service):
    service.script = [QUEUED, PROCESSING, PROCESSING, DONE]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        while task["status"] not in ENDED:
            task = await client.get(task["taskId"])
    assert service.calls == ["POST /v2/transcript", *["GET /v2/transcript/t1"] * 3]


async def test_links_to_whole_documents_are_in_a_tasks_result_too(client, service):
    turns = [{"speaker": "A", "text": "word " * 900, "start": n, "end": n + 1} for n in range(9)]
    service.script = [QUEUED, PROCESSING, httpx.Response(200, json=COMPLETED | {"utterances": turns})]
    async with host(ToolServer(client, resource_links=True)) as connected:
        task = await connected.call("transcribe", audio=AUDIO)
        ended = await connected.get(task["taskId"])
    assert [block["type"] for block in ended["result"]["content"]] == ["text", "resource_link"]


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
async def test_a_client_that_did_not_declare_the_extension_waits_as_ever(server, service, mode):
    service.script = [QUEUED, PROCESSING, DONE]
    async with Client(server, mode=mode) as client:
        result = await client.call_tool("transcribe", {"audio": AUDIO})
    assert result.structured_content["status"] == "completed"
