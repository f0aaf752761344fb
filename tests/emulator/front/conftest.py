"""A browser on the emulator's machine."""

import json
import re

import httpx
import pytest

from assemblyai_emulator.accounts import Accounts
from assemblyai_emulator.store.transcripts import Transcript, insert

HOST = "http://127.0.0.1:8787"


@pytest.fixture(scope="session")
def visit():
    """A client of the same emulator that comes from this address of a machine, and under the name of a host."""

    def visiting(client, *, base_url: str = HOST, address: str = "127.0.0.1", **headers) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(client.app, raise_app_exceptions=False, client=(address, 50_000))
        return httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers)

    return visiting


@pytest.fixture(scope="session")
async def browser(client, visit):
    async with visit(client, Accept="text/html,*/*;q=0.8", Origin=HOST) as visiting:
        yield visiting


@pytest.fixture(scope="session")
def seen():
    """The row of a transcript in the list of a visitor, or None."""

    async def seeing(visitor, transcript_id: str) -> dict | None:
        listed = (await visitor.get("/_page/recordings")).json()
        return next((row for row in listed["recordings"] if row["id"] == transcript_id), None)

    return seeing


@pytest.fixture(scope="session")
def store():
    """Stores a transcript as it is, without audio; the newest has the largest number."""

    async def storing(client, number: int, *, key: str = "any", **changes) -> str:
        fields = {
            "id": f"00000000-0000-4000-8000-{number:012}",
            "account": Accounts.of_key(key),
            "created": 1_000_000 * number,
            "audio_url": f"https://example.com/{number}.mp3",
            "parameters": {},
        }
        transcript = Transcript(**{**fields, **changes})
        await client.app.state.services.database.run(insert, transcript)
        return transcript.id

    return storing


@pytest.fixture(scope="session")
def shown():
    """What the viewer of a link shows: the JSON in its page."""

    async def showing(visitor, link: str) -> dict:
        reply = await visitor.get(link)
        assert reply.status_code == 200, reply.text
        found = re.search(r'<script type="application/json" id="shown">(.*?)</script>', reply.text, re.DOTALL)
        return json.loads(found[1])

    return showing
