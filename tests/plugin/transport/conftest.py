"""Folders whose files may be used, and recordings in them."""

import pytest


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A working folder that is not allowed, two allowed ones, and a secret outside."""
    for name in ("work", "first", "second", "outside"):
        (tmp_path / name).mkdir()
    (tmp_path / "outside" / "secret.wav").write_bytes(b"secret")
    (tmp_path / "first" / "a.wav").write_bytes(b"a")
    (tmp_path / "second" / "b.wav").write_bytes(b"b")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.fixture
def allowed(folders):
    return (folders / "first", folders / "second")


@pytest.fixture
def where(allowed):
    return f"Files may be in {allowed[0]}, {allowed[1]} (ASSEMBLYAI_ALLOWED_DIRS)."


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The only allowed folder, and the working one."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    return home.resolve()


@pytest.fixture
def made(home):
    def make(*names):
        for name in names:
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(b"a")

    return make
