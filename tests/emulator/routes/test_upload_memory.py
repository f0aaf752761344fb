import ctypes
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from assemblyai_emulator.routes.upload_memory import UploadMemory, trim_heap


@pytest.fixture
def given_back():
    return []


@pytest.fixture
def memory(given_back):
    return UploadMemory(lambda: given_back.append("all that is free"))


def test_the_memory_of_an_upload_is_given_back_when_it_has_ended(memory, given_back):
    with memory.used():
        assert not given_back
    assert len(given_back) == 1


def test_a_slow_upload_does_not_keep_the_memory_of_the_others(memory, given_back):
    with memory.used():
        with ExitStack() as others:
            for _ in range(99):
                others.enter_context(memory.used())
        # At 50, 25, 12, 6, 3 and 1 that are left.
        assert len(given_back) == 6
    assert len(given_back) == 7


def test_an_upload_that_fails_has_ended_too(memory, given_back):
    with pytest.raises(ValueError, match="broken"), memory.used():
        raise ValueError("broken")
    assert given_back


def test_another_c_library_than_glibc_is_left_alone(monkeypatch):
    opened = []
    monkeypatch.setattr(ctypes, "CDLL", lambda name: opened.append(name) or SimpleNamespace())
    trim_heap()
    assert len(opened) == 1


def test_glibc_is_told(monkeypatch):
    told = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(malloc_trim=told.append))
    trim_heap()
    assert told == [0]
