"""What the tests of `install` share: the place of a client's file."""

import pytest


@pytest.fixture
def cursor(home):
    file = home / ".cursor" / "mcp.json"
    file.parent.mkdir()
    return file
