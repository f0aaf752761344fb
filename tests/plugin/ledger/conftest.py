from dataclasses import replace

import httpx
import pytest
from tests.plugin.ledger.service import Service

from assemblyai_tools import Client
from assemblyai_tools.ledger.ledger import ledger_at


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def client_of(service, clock):
    """Make a client of the service; each is a process of its own, as far as the ledger is concerned."""
    opened = []

    def make(settings):
        opened.append(Client(settings, sleep=clock.sleep, transport=httpx.MockTransport(service)))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def client(client_of, settings):
    return client_of(settings)


@pytest.fixture
def kept(settings, tmp_path):
    """Settings whose ledger is a file."""
    return replace(settings, ledger=tmp_path / "state" / "ledger.sqlite3")


@pytest.fixture(autouse=True)
def another_process():
    """Forget the open files, as a new process would."""
    ledger_at.cache_clear()
    yield ledger_at.cache_clear
    ledger_at.cache_clear()


@pytest.fixture
def recording(tmp_path):
    """A file in the allowed folder."""
    file = tmp_path / "call.mp3"
    file.write_bytes(b"RIFF sound")
    return file
