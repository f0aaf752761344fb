"""Calls that wait, as tasks: what the client gets first, while the job runs, and at its end."""

import httpx
from tests.mcp_server.conftest import COMPLETED
from tests.mcp_server.tasks.tasks_host import host

QUEUED = httpx.Response(200, json={"id": "t1", "status": "queued"})
PROCESSING = httpx.Response(200, json={"id": "t1", "status": "processing"})
DONE = httpx.Response(200, json=COMPLETED)
AUDIO = "https://example.com/talk.mp3"


async def test_a_transcription_is_answered_with_a_task_once_its_job_can_be_looked_at(server, service):
    service.script = [QUEUED, PROCESSING]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
    assert service.calls == ["POST /v2/transcript", "GET /v2/transcript/t1"]
    assert task["status"] == "working"
    assert task["statusMessage"] == "transcribing, 0 s, transcript t1"


async def test_its_result_is_that_of_the_tool(server, service):
    service.script = [QUEUED, PROCESSING, PROCESSING, DONE, DONE]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        assert (await client.get(task["taskId"]))["status"] == "working"
        ended = await client.get(task["taskId"])
        plain = await client.call("get_transcript", transcript_id="t1")
    assert ended["status"] == "completed"
    assert ended["result"] == plain.model_dump(
        by_alias=True, mode="json", exclude_none=True, exclude={"meta"}
    )
