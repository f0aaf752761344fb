"""What the tests of the gateway share: a walk through a flow whose transcript has speech."""

import pytest
from tests.plugin.playing import with_speech


@pytest.fixture
def walk(walk):
    """Walk a flow whose transcript t1 has speech."""
    return lambda flow, *answers: walk(with_speech(flow), *answers)
