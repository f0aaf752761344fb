"""The emulator of the jobs, and end states for the checks."""

import pytest
from evals.recordings import write_scenarios
from evals.world.end_state import EndState

from assemblyai_tools.offline import emulator


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """Settings for an emulator that knows the recordings."""
    scenarios = write_scenarios(tmp_path_factory.mktemp("scenarios"))
    with emulator(arguments=["--scenarios", str(scenarios)], allowed_dirs=()) as settings:
        yield settings


@pytest.fixture
def end():
    """An end state that is empty but for the given parts. Files may be given as texts."""

    def of(**given):
        files = {
            name: text.encode() if isinstance(text, str) else text
            for name, text in given.pop("files", {}).items()
        }
        nothing = {"earlier": {}, "transcripts": {}, "exchanges": [], "asked": [], "answers": []}
        return EndState(**{**nothing, "files": files, **given})

    return of
