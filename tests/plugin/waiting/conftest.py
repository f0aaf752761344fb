"""A watch, and one with two waiters."""

import pytest

from assemblyai_tools.waiting.watch import Watch


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def both(watch):
    """A watch with waiters for two fresh transcripts."""
    watch.join("a", 100.0, fresh=True)
    watch.join("b", 100.0, fresh=True)
    return watch
