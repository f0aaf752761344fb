from pathlib import Path

import pytest


@pytest.fixture
def files(client):
    """Returns the names of all uploads on disk."""

    def names() -> set[str]:
        return {path.name for path in client.app.state.services.files.upload("x").parent.iterdir()}

    return names


@pytest.fixture
def on_disk(client):
    """Whether any file of the data directory contains these bytes."""

    def found(content: bytes) -> bool:
        data_dir: Path = client.app.state.services.files.upload("x").parent.parent
        return any(content in path.read_bytes() for path in data_dir.rglob("*") if path.is_file())

    return found
