"""What every test shares: one event loop backend, short recordings, and an emulator that runs once."""

from pathlib import Path

import pytest

from assemblyai_tools.offline import emulator

AUDIO = Path(__file__).parent / "audio"


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def audio():
    """The folder of short recordings: hello.flac (one voice) and two_channels.flac (one voice on each)."""
    return AUDIO


@pytest.fixture(scope="session")
def running_emulator():
    """Settings that reach a real emulator process, shared by the tests that only need one to talk to."""
    with emulator(allowed_dirs=[AUDIO]) as settings:
        yield settings
