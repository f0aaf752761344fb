"""A service in memory, of whose transcripts the results land."""

import asyncio

import httpx
import pytest
from tests.plugin.batch.results.landed import TALK

from assemblyai_tools import AsyncClient


def service(request):
    transcript_id = request.url.path.split("/")[3]
    if transcript_id == "gone":
        return httpx.Response(404, json={"error": "not found"})
    if request.url.path.endswith("srt"):
        return httpx.Response(200, text="1\n00:00:00,000 --> 00:00:01,000\nGood morning.\n")
    if request.url.path.endswith("paragraphs"):
        passage = {"text": "Good morning.", "start": 0, "end": 900, "words": []}
        return httpx.Response(200, json={"paragraphs": [passage]})
    return httpx.Response(200, json=TALK | {"id": transcript_id})


@pytest.fixture
def land(settings):
    """Land rows, one after the other, as a worker does."""

    def run(landing, *rows, transcript=None):
        async def main():
            async with AsyncClient(settings, transport=httpx.MockTransport(service)) as client:
                for row in rows:
                    await landing.land(client, row, transcript)

        asyncio.run(main())

    return run
