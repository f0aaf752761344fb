import httpx
import pytest


@pytest.fixture(scope="module")
def running(running_emulator):
    """A client of an emulator that runs as a process of its own."""
    key = {"Authorization": "key"}
    with httpx.Client(base_url=running_emulator.base_url, headers=key, timeout=20) as client:
        yield client
