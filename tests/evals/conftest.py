"""The emulator of the jobs, and what has come of a job, as the checks see it."""

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
    """An end state with nothing in it but what is given; texts of files may be given as such."""

    def of(**given):
        files = {
            name: text.encode() if isinstance(text, str) else text
            for name, text in given.pop("files", {}).items()
        }
        nothing = {"earlier": {}, "transcripts": {}, "exchanges": [], "asked": [], "answers": []}
        return EndState(**{**nothing, "files": files, **given})

    return of
