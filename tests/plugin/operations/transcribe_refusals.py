"""Why arguments of transcribe are refused."""

import pytest

from assemblyai_tools import InvalidArgumentsError, transcribe

URL = "https://x.test/a.mp3"


def explain(**raw):
    with pytest.raises(InvalidArgumentsError) as caught:
        transcribe.start({"audio": URL, **raw})
    return str(caught.value)


def refused(problem):
    return f"transcribe was not called: {problem}. Correct the arguments and call again."
