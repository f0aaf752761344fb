import asyncio

import pytest

from assemblyai_mcp.tasks import listening


@pytest.fixture
def pauses(monkeypatch):
    """The pauses between two looks at a task, in seconds. They are noted, and not waited for."""
    slept = []

    async def sleep(seconds):
        slept.append(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr(listening, "sleep", sleep)
    return slept
