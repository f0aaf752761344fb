"""A guest over HTTP who leaves during a deletion: its outcome is kept for them, not for the server's own account."""

import asyncio
import json
import threading

import httpx
import pytest
from tests.mcp_server.conftest import OTHER_KEY, Account
from tests.mcp_server.raw_requests import modern
from tests.mcp_server.tasks.test_consents import AGREES
from tests.mcp_server.tasks.test_extension import DECLARED, declaring


class SlowToDelete(Account):
    """Answers a deletion once it is let go on."""

    def __init__(self, url):
        super().__init__(url)
        self.begun, self.go_on = threading.Event(), threading.Event()

    async def answer(self, request):
        if request.method == "DELETE":
            self.begun.set()
            await asyncio.to_thread(self.go_on.wait)
        return await super().answer(request)


@pytest.fixture
def account(service_over_http):
    service_over_http.account = SlowToDelete(service_over_http.url)
    yield service_over_http.account
    service_over_http.account.go_on.set()


async def asked(client, url, method, about, **params):
    headers, body = modern(method, about, **params)
    declared = declaring(body, {"elicitation": {"form": {}}, **DECLARED})
    sent = headers | {"Authorization": f"Bearer {OTHER_KEY}"}
    return (await client.post(f"{url}/mcp", headers=sent, content=json.dumps(declared))).json()["result"]


async def test_the_outcome_of_a_deletion_is_kept_for_a_guest_who_left(account, served):
    arguments = {"name": "delete_transcript", "arguments": {"transcript_id": "t1"}}
    with served() as url:
        async with httpx.AsyncClient(timeout=30) as client:
            task_id = (await asked(client, url, "tools/call", "delete_transcript", **arguments))["taskId"]
            [name] = (await asked(client, url, "tasks/get", task_id, taskId=task_id))["inputRequests"]
            answers = {name: AGREES}
            update = asked(client, url, "tasks/update", task_id, taskId=task_id, inputResponses=answers)
            leaving = asyncio.create_task(update)
            await asyncio.to_thread(account.begun.wait)
            leaving.cancel()
            await asyncio.wait([leaving])
            account.go_on.set()
            while (ended := await asked(client, url, "tasks/get", task_id, taskId=task_id))[
                "status"
            ] == "working":
                pass
    assert ended["result"]["structuredContent"]["deleted"] is True
