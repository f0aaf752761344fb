"""What the tests of batches share."""

import pytest


@pytest.fixture
def calls(tmp_path):
    """A folder with three recordings, one of them deeper, and what is no recording."""
    folder = tmp_path / "calls"
    (folder / "may").mkdir(parents=True)
    for name in ("a.mp3", "b.WAV", "may/a.mp3"):
        (folder / name).write_bytes(name.encode())
    (folder / "notes.txt").write_text("a.mp3")
    (folder / ".hidden.mp3").write_bytes(b"x")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "c.mp3").write_bytes(b"x")
    return folder
