"""A server whose service is a script."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import httpx
import pytest
from pydantic import SecretStr

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient, Settings


@dataclass
class Service:
    """Answers from a script, and keeps every request."""

    script: list = field(default_factory=list)
    requests: list = field(default_factory=list)

    def __call__(self, request):
        self.requests.append(request)
        return self.script.pop(0)


@pytest.fixture
def key():
    return "sk-0123456789abcdef"


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def server(service, key, tmp_path, monkeypatch):
    settings = Settings(api_key=SecretStr(key), base_url="http://service.test", allowed_dirs=(tmp_path,))

    now = [1000.0]

    async def sleep(seconds):
        """Only the client's own clock notices."""
        now[0] += seconds

    monkeypatch.setattr("assemblyai_tools.async_client.time", SimpleNamespace(monotonic=lambda: now[0]))
    return ToolServer(AsyncClient(settings, sleep=sleep, transport=httpx.MockTransport(service)))
