"""What has come of a job, as the checks see it."""

import pytest
from evals.world.end_state import EndState


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
