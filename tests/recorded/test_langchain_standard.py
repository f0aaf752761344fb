"""LangChain's standard integration tests for every tool: on cassettes, each test repeats a call of the scenario."""

import pytest
from langchain_tests.integration_tests import ToolsIntegrationTests
from pydantic import SecretStr
from tests.recorded.cassette import CASSETTES, HOSTS, use_cassette
from tests.recorded.interfaces import Blocking, without_waiting
from tests.recorded.scenarios import AUDIO, NO_CASSETTE, NO_SCENARIO, SCENARIOS
from tests.samples import SENDING, sample_call

from assemblyai_tools import ALL_OPERATIONS, AsyncClient, Client, Settings
from assemblyai_tools.langchain import Clients
from assemblyai_tools.langchain.tools import tool_class

pytestmark = pytest.mark.catalogue

ORIGIN = "emulator"
SETTINGS = Settings(
    api_key=SecretStr("the-key-of-a-replay"), base_url=HOSTS[ORIGIN], llm="lemur", allowed_dirs=(AUDIO,)
)


def replay(name, *, whole=True):
    path = CASSETTES / ORIGIN / f"{name}.yaml"
    assert name in SCENARIOS, NO_SCENARIO.format(name=name)
    assert path.exists(), NO_CASSETTE.format(name=name)
    return use_cassette(path, ORIGIN, record=False, whole=whole)


class SuccessfulCalls(Blocking):
    """Keeps the arguments of the first successful call of each operation."""

    def __init__(self, clock):
        super().__init__(SETTINGS, clock.sleep)
        self.succeeded = {}

    def __call__(self, name, **arguments):
        outcome = super().__call__(name, **arguments)
        if not outcome.failed:
            self.succeeded.setdefault(name, arguments)
        return outcome


@pytest.fixture
def recorded_arguments(clock):
    """The arguments of an operation's first successful call in its scenario."""

    def arguments(name):
        interface = SuccessfulCalls(clock)
        with replay(name):
            SCENARIOS[name].run(interface)
        interface.close()
        return interface.succeeded[name]

    return arguments


def standard_tests(operation):
    class StandardTests(ToolsIntegrationTests):
        arguments = None

        @pytest.fixture(autouse=True)
        def replayed(self, recorded_arguments, clock):
            """Replay the cassette. One call plays only a part of it."""
            self.clock = clock
            if operation not in SENDING:
                type(self).arguments = sample_call(operation)
                yield
                return
            if type(self).arguments is None:
                type(self).arguments = recorded_arguments(operation.name)
            with replay(operation.name, whole=False) as cassette:
                yield
            # Only the test that checks for overridden tests makes no call.
            assert cassette.play_count or not self.called

        @property
        def called(self):
            return getattr(self, "_called", False)

        @property
        def tool_constructor(self):
            return tool_class(operation.name)

        @property
        def tool_constructor_params(self):
            clients = Clients(
                SETTINGS,
                blocking=Client(SETTINGS, sleep=self.clock.sleep),
                asynchronous=AsyncClient(SETTINGS, sleep=without_waiting(self.clock.sleep)),
            )
            return {"clients": clients}

        @property
        def tool_invoke_params_example(self):
            self._called = True
            return self.arguments

    return StandardTests


for operation in ALL_OPERATIONS:
    globals()[f"Test{tool_class(operation.name).__name__}"] = standard_tests(operation)
del operation
