"""Replays recorded traffic without sockets through every interface, and checks the cassettes themselves."""

import re

import pytest
import yaml
from tests.recorded.cassette import CASSETTES, HOSTS, ORIGINS
from tests.recorded.conftest import RECORD
from tests.recorded.scenarios import NO_CASSETTE, NO_SCENARIO, SCENARIOS
from tests.samples import SENDING

pytestmark = pytest.mark.catalogue

FILES = [(origin, path) for origin in ORIGINS for path in sorted((CASSETTES / origin).glob("*.yaml"))]


@pytest.fixture(autouse=True)
def no_sockets(request):
    if not RECORD:
        request.getfixturevalue("socket_disabled")


def test_a_replayed_scenario_passes_its_checks(scenario_run):
    scenario_run()


@pytest.mark.skipif(bool(RECORD), reason="the cassettes are being recorded")
class TestCassettes:
    @pytest.mark.parametrize("name", [operation.name for operation in SENDING])
    def test_every_operation_that_sends_requests_has_a_scenario(self, name):
        assert name in SCENARIOS, NO_SCENARIO.format(name=name)

    @pytest.mark.parametrize("name", SCENARIOS)
    def test_every_scenario_has_a_cassette(self, name):
        assert (CASSETTES / "emulator" / f"{name}.yaml").exists(), NO_CASSETTE.format(name=name)

    def test_every_cassette_has_a_scenario(self):
        assert {path.stem for _, path in FILES} <= set(SCENARIOS)

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
