"""Records with `ASSEMBLYAI_RECORD=emulator` or `=live`; otherwise replays the cassettes without sockets."""

import datetime as dt
import os
import ssl
import time
from contextlib import closing
from importlib.metadata import version
from types import SimpleNamespace

import pytest
from pydantic import SecretStr
from tests.recorded.cassette import CASSETTES, HOSTS, ORIGINS, use_cassette
from tests.recorded.interfaces import INTERFACES, Blocking
from tests.recorded.scenarios import AUDIO, SCENARIOS

from assemblyai_tools import Settings
from assemblyai_tools.offline import OFFLINE_KEY, emulator

RECORD = os.environ.get("ASSEMBLYAI_RECORD", "")
REPLAY_KEY = "the-key-of-a-replay"
WRONG_KEY = "not-a-valid-key"


def pytest_generate_tests(metafunc):
    if "scenario_run" not in metafunc.fixturenames:
        return
    if RECORD:
        cases = [
            (name, RECORD, "blocking") for name, it in SCENARIOS.items() if it.live or RECORD == "emulator"
        ]
    else:
        cases = [
            (path.stem, origin, interface)
            for origin in ORIGINS
            for path in sorted((CASSETTES / origin).glob("*.yaml"))
            for interface in INTERFACES
        ]
    metafunc.parametrize("scenario_run", cases, indirect=True, ids=["-".join(case) for case in cases])


@pytest.fixture(scope="session")
def service():
    """The settings to record with: of a new emulator that accepts one key, or of the live API with your key."""
    if RECORD == "emulator":
        with emulator(allowed_dirs=[AUDIO], arguments=["--api-key", OFFLINE_KEY]) as settings:
            yield settings
    elif RECORD == "live":
        settings = Settings.from_env()
        settings.require_key()
        yield Settings(api_key=settings.api_key, base_url=settings.base_url, allowed_dirs=(AUDIO,))
    else:
        yield None


@pytest.fixture(autouse=True)
def no_certificates(monkeypatch):
    """Only the live API is called over TLS, and loading the certificates takes 40 ms a client."""
    if RECORD != "live":
        monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: None)


class Clock:
    """A fake clock that only `sleep` advances, so a replay never waits."""

    now = 0.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for module in ("client", "async_client"):
        monkeypatch.setattr(f"assemblyai_tools.{module}.time", SimpleNamespace(monotonic=clock))
    return clock


@pytest.fixture
def scenario_run(request, service):
    """One scenario on its cassette, through one interface. Call it to run it."""
    name, origin, interface = request.param
    path = CASSETTES / origin / f"{name}.yaml"
    found = SCENARIOS.get(name)
    if found is None:
        pytest.fail(f"no test plays {path}; delete it or write its scenario")
    if RECORD:
        return lambda: _record(found, path, service)
    clock = request.getfixturevalue("clock")
    return lambda: _replay(found, path, origin, INTERFACES[interface], clock.sleep)


def _record(scenario, path, service):
    key = SecretStr(WRONG_KEY) if scenario.wrong_key else service.api_key
    settings = Settings(api_key=key, base_url=service.base_url, allowed_dirs=service.allowed_dirs)
    with (
        use_cassette(path, RECORD, record=True, stamp=_stamp()),
        closing(Blocking(settings, time.sleep)) as interface,
    ):
        scenario.run(interface)
    if RECORD == "live":
        assert service.api_key.get_secret_value() not in path.read_text(), f"{path} holds the key: delete it"


def _replay(scenario, path, origin, interface, sleep):
    settings = Settings(api_key=SecretStr(REPLAY_KEY), base_url=HOSTS[origin], allowed_dirs=(AUDIO,))
    with use_cassette(path, origin, record=False), closing(interface(settings, sleep)) as call:
        scenario.run(call)


def _stamp():
    ours = version("assemblyai-tools")
    service = f"assemblyai-emulator {ours}" if RECORD == "emulator" else HOSTS["live"]
    return {
        "origin": RECORD,
        "service": service,
        "client": f"assemblyai-tools {ours}",
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }
