"""Recording and replaying: `ASSEMBLYAI_RECORD=emulator|live` records, anything else replays without sockets."""

import datetime as dt
import os
import ssl
import time
from contextlib import closing
from importlib.metadata import version
from types import SimpleNamespace

import pytest
from pydantic import SecretStr
from tests.recorded.doors import DOORS, Blocking
from tests.recorded.scenarios import AUDIO, SCENARIOS
from tests.recorded.taping import CASSETTES, HOSTS, ORIGINS, tape

from assemblyai_tools import Settings
from assemblyai_tools.offline import OFFLINE_KEY, emulator

RECORD = os.environ.get("ASSEMBLYAI_RECORD", "")
REPLAY_KEY = "the-key-of-a-replay"
WRONG_KEY = "not-a-valid-key"


def pytest_generate_tests(metafunc):
    if "performance" not in metafunc.fixturenames:
        return
    if RECORD:
        cases = [
            (name, RECORD, "blocking") for name, it in SCENARIOS.items() if it.live or RECORD == "emulator"
        ]
    else:
        cases = [
            (path.stem, origin, door)
            for origin in ORIGINS
            for path in sorted((CASSETTES / origin).glob("*.yaml"))
            for door in DOORS
        ]
    metafunc.parametrize("performance", cases, indirect=True, ids=["-".join(case) for case in cases])


@pytest.fixture(scope="session")
def service():
    """Where to record from: a fresh emulator that knows one key, or the live API with yours."""
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
    """A clock that only sleeping moves, so that a replay waits for nothing."""

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
def performance(request, service):
    """One scenario with the door it goes through and the tape it is on: call it to run it."""
    name, origin, door = request.param
    path = CASSETTES / origin / f"{name}.yaml"
    wanted = SCENARIOS.get(name)
    if wanted is None:
        pytest.fail(f"no test plays {path}; delete it or write its scenario")
    if RECORD:
        return lambda: _record(wanted, path, service)
    clock = request.getfixturevalue("clock")
    return lambda: _replay(wanted, path, origin, DOORS[door], clock.sleep)


def _record(scenario, path, service):
    key = SecretStr(WRONG_KEY) if scenario.wrong_key else service.api_key
    settings = Settings(api_key=key, base_url=service.base_url, allowed_dirs=service.allowed_dirs)
    with tape(path, RECORD, record=True, stamp=_stamp()), closing(Blocking(settings, time.sleep)) as door:
        scenario.talk(door)
    if RECORD == "live":
        assert service.api_key.get_secret_value() not in path.read_text(), f"{path} holds the key: delete it"


def _replay(scenario, path, origin, door, sleep):
    settings = Settings(api_key=SecretStr(REPLAY_KEY), base_url=HOSTS[origin], allowed_dirs=(AUDIO,))
    with tape(path, origin, record=False), closing(door(settings, sleep)) as call:
        scenario.talk(call)


def _stamp():
    ours = version("assemblyai-tools")
    service = f"assemblyai-emulator {ours}" if RECORD == "emulator" else HOSTS["live"]
    return {
        "origin": RECORD,
        "service": service,
        "client": f"assemblyai-tools {ours}",
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }
