import asyncio

import httpx
import pytest
from pydantic import SecretStr
from tests.mcp_server.conftest import KEY, http_client

from assemblyai_mcp.webhook import Webhook
from assemblyai_tools import get_transcript, transcribe

OTHER = "sk-another-account"
TOKEN = "a-token-that-is-long-enough"


@pytest.fixture
def webhook():
    return Webhook("https://mcp.example.com/")


def test_a_job_is_started_with_the_servers_own_webhook(webhook):
    arguments = webhook.added_to(transcribe, {"audio": "https://a.test/a.wav"})
    assert arguments == {
        "audio": "https://a.test/a.wav",
        "webhook_url": "https://mcp.example.com/webhook",
        "webhook_auth_header_name": "X-AssemblyAI-MCP-Webhook",
        "webhook_auth_header_value": webhook.watch.webhook[1],
    }
    assert len(webhook.watch.webhook[1]) >= 32
    transcribe.start(arguments).close()


@pytest.mark.parametrize("name", ["webhook_url", "webhookUrl", "webhook-url"])
def test_a_webhook_that_the_caller_chose_is_kept(webhook, name):
    chosen = {"audio": "https://a.test/a.wav", name: "https://mine.test/"}
    assert webhook.added_to(transcribe, chosen) == chosen


@pytest.mark.parametrize("absent", [None, ""])
def test_a_caller_that_gives_nothing_for_a_webhook_gets_the_servers(webhook, absent):
    call = {"audio": "https://a.test/a.wav"}
    names = ("webhook_url", "webhook_auth_header_name", "webhook_auth_header_value")
    assert webhook.added_to(transcribe, call | dict.fromkeys(names, absent)) == webhook.added_to(
        transcribe, call
    )


def test_an_operation_that_takes_no_webhook_gets_none(webhook):
    assert webhook.added_to(get_transcript, {"transcript_id": "t1"}) == {"transcript_id": "t1"}


def test_every_server_has_its_own_secret(webhook):
    assert webhook.watch.webhook != Webhook("https://mcp.example.com").watch.webhook


def reach_of(bearer):
    """Settings of a server with a public URL: its callers send its token, or their own key."""
    token = SecretStr(TOKEN) if bearer == TOKEN else None
    return {"public_url": "http://hooks.test", "token": token, "api_key": KEY if token else None}


@pytest.mark.parametrize("bearer", [TOKEN, OTHER])
async def test_a_notification_ends_a_wait_without_polling(served, account, bearer):
    account.statuses["t1"] = "processing"
    answers = []

    async def notify(url):
        """Do what the service does when the job is done."""
        account.statuses["t1"] = "completed"
        (job,) = account.bodies
        headers = {job["webhook_auth_header_name"]: job["webhook_auth_header_value"]}
        body = {"transcript_id": "t1", "status": "completed"}
        async with httpx.AsyncClient() as service:
            refused = await service.post(f"{url}/webhook", json=body)
            taken = await service.post(f"{url}/webhook", json=body, headers=headers)
        answers.extend([refused.status_code, taken.status_code])

    with served(**reach_of(bearer)) as url:

        async def on_progress(_number, _total, message):
            # The job exists. Without a notification, the first poll would come half a minute later.
            if "transcript t1" in message and not answers:
                await notify(url)

        async with http_client(url, bearer=bearer) as client, asyncio.timeout(20):
            result = await client.call_tool(
                "transcribe", {"audio": "https://a.test/a.wav"}, progress_callback=on_progress
            )
    assert answers == [401, 200]
    assert result.structured_content["status"] == "completed"
    assert account.bodies[0]["webhook_url"] == "http://hooks.test/webhook"
    key, read = KEY if bearer == TOKEN else bearer, "/v2/transcript/t1"
    assert account.asked == [(key, "POST", "/v2/transcript"), (key, "GET", read)]


async def test_a_notification_of_redacted_audio_is_accepted_and_wakes_no_wait(served, account):
    with served(**reach_of(OTHER)) as url:
        async with http_client(url, bearer=OTHER) as client:
            await client.call_tool("transcribe", {"audio": "https://a.test/a.wav", "wait_seconds": 0})
        header = {
            account.bodies[0]["webhook_auth_header_name"]: account.bodies[0]["webhook_auth_header_value"]
        }
        body = {"status": "redacted_audio_ready", "redacted_audio_url": "https://cdn.test/r"}
        async with httpx.AsyncClient() as service:
            assert (await service.post(f"{url}/webhook", json=body, headers=header)).status_code == 200
