"""What every test shares: one event loop backend."""

import pytest


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"
