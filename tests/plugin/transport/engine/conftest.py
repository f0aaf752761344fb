"""An engine without a client, whose calls get their outcomes from a script."""

import pytest
from tests.plugin.playing import Played


@pytest.fixture
def service(settings):
    return Played(settings)
