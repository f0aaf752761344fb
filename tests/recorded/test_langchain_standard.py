"""LangChain's standard integration tests for every tool, on the recordings: each calls what its scenario called."""

import pytest
from langchain_tests.integration_tests import ToolsIntegrationTests
from pydantic import SecretStr
from tests.recorded.doors import Blocking, in_no_time
from tests.recorded.scenarios import AUDIO, NO_CASSETTE, NO_SCENARIO, SCENARIOS
from tests.recorded.taping import CASSETTES, HOSTS, tape

from assemblyai_tools import ALL_OPERATIONS, AsyncClient, Client, Settings
from assemblyai_tools.langchain import Clients, class_name, tools

pytestmark = pytest.mark.catalogue

ORIGIN = "emulator"
SETTINGS = Settings(
    api_key=SecretStr("the-key-of-a-replay"), base_url=HOSTS[ORIGIN], llm="lemur", allowed_dirs=(AUDIO,)
)


def recording(name, *, whole=True):
    path = CASSETTES / ORIGIN / f"{name}.yaml"
    assert name in SCENARIOS, NO_SCENARIO.format(name=name)
    assert path.exists(), NO_CASSETTE.format(name=name)
    return tape(path, ORIGIN, record=False, whole=whole)


class Noting(Blocking):
    """Notes the arguments of every call that succeeded."""

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
    """The arguments with which an operation was called first in its scenario."""

    def arguments(name):
        door = Noting(clock)
        with recording(name):
            SCENARIOS[name].talk(door)
        door.close()
        return door.succeeded[name]

    return arguments


def standard_tests(operation):
    class StandardTests(ToolsIntegrationTests):
        arguments = None

        @pytest.fixture(autouse=True)
        def replayed(self, recorded_arguments, clock):
            """One call plays only a part of the conversation."""
            self.clock = clock
            if type(self).arguments is None:
                type(self).arguments = recorded_arguments(operation.name)
            with recording(operation.name, whole=False) as cassette:
                yield
            # The one test that calls nothing looks for overridden tests.
            assert cassette.play_count or not self.called

        @property
        def called(self):
            return getattr(self, "_called", False)

        @property
        def tool_constructor(self):
            return getattr(tools, class_name(operation.name))

        @property
        def tool_constructor_params(self):
            clients = Clients(
                SETTINGS,
                blocking=Client(SETTINGS, sleep=self.clock.sleep),
                asynchronous=AsyncClient(SETTINGS, sleep=in_no_time(self.clock.sleep)),
            )
            return {"clients": clients}

        @property
        def tool_invoke_params_example(self):
            self._called = True
            return self.arguments

    return StandardTests


for operation in ALL_OPERATIONS:
    globals()[f"Test{class_name(operation.name)}"] = standard_tests(operation)
del operation
