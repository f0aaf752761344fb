"""Replays recorded traffic without sockets through every interface, and checks the cassettes themselves."""

import re

import pytest
import yaml
from tests.recorded.cassette import CASSETTES, HOSTS, ORIGINS
from tests.recorded.conftest import RECORD
from tests.recorded.scenarios import SCENARIOS

from assemblyai_tools import ALL_OPERATIONS

FILES = [(origin, path) for origin in ORIGINS for path in sorted((CASSETTES / origin).glob("*.yaml"))]


@pytest.fixture(autouse=True)
def no_sockets(request):
    if not RECORD:
        request.getfixturevalue("socket_disabled")


def test_a_replayed_scenario_passes_its_checks(scenario_run):
    scenario_run()


@pytest.mark.skipif(bool(RECORD), reason="the cassettes are being recorded")
class TestCassettes:
    def test_every_operation_has_a_scenario(self):
        assert {operation.name for operation in ALL_OPERATIONS} <= set(SCENARIOS)

    def test_every_scenario_has_a_cassette_and_every_cassette_a_scenario(self):
        assert {path.stem for origin, path in FILES if origin == "emulator"} == set(SCENARIOS)
        assert {path.stem for origin, path in FILES if origin == "live"} <= set(SCENARIOS)

    @pytest.mark.parametrize(("origin", "path"), FILES, ids=lambda value: getattr(value, "stem", value))
    def test_a_cassette_says_who_answered(self, origin, path):
        cassette = yaml.safe_load(path.read_text())
        assert cassette["recorded"]["origin"] == origin
        assert {"service", "client", "date"} < set(cassette["recorded"])
        assert all(call["request"]["uri"].startswith(HOSTS[origin]) for call in cassette["interactions"])

    @pytest.mark.parametrize(("origin", "path"), FILES, ids=lambda value: getattr(value, "stem", value))
    def test_a_cassette_has_no_secrets(self, origin, path):
        text = path.read_text()
        requests = [call["request"] for call in yaml.safe_load(text)["interactions"]]
        assert all(request["headers"] == {"authorization": ["[api key]"]} for request in requests)
        assert not re.search(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", text), "this looks like an API key"
        assert "127.0.0.1" not in text
