import httpx
import pytest
from tests.emulator.test_main import emulator


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A client of an emulator in its own process."""
    with emulator(tmp_path_factory.mktemp("data")) as (_, client):
        assert isinstance(client, httpx.Client)
        yield client
