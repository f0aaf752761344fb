import resource
import shutil
import sys
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

import pytest

from assemblyai_emulator.errors import StorageError
from assemblyai_emulator.store.new_file import announced_size, new_file


@contextmanager
def largest_file(size: int):
    """No file of this process can be written beyond `size` bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_pieces_are_written_in_order(tmp_path):
    async with new_file(tmp_path / "a", 0) as file:
        for piece in (b"one", b"", b"two"):
            await file.write(piece)
    assert (tmp_path / "a").read_bytes() == b"onetwo"
    assert file.size == 6


async def test_a_disk_that_fills_up_is_reported_and_nothing_half_written_is_left(tmp_path):
    async def fill() -> None:
        async with new_file(tmp_path / "a", 0) as file:
            # The first write of the second piece stores a part of it.
            for _ in range(2):
                await file.write(b"x" * 700)

    with largest_file(1000), pytest.raises(StorageError) as caught:
        await fill()
    assert caught.value.status == 507
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_is_gone_is_reported(tmp_path):
    with pytest.raises(StorageError) as caught:
        async with new_file(tmp_path / "gone" / "a", 0):
            pass
    assert caught.value.status == 503


async def test_what_is_not_announced_leaves_some_of_the_disk_free(tmp_path, monkeypatch):
    def usage(folder):
        return SimpleNamespace(total=1000, free=300 - (folder / "a").stat().st_size)

    async def fill(file) -> None:
        while True:
            await file.write(b"x" * 100)
            sizes.append(file.size)

    sizes = []
    async with new_file(tmp_path / "a", 0) as file:
        monkeypatch.setattr(shutil, "disk_usage", usage)
        with pytest.raises(StorageError, match="disk is full"):
            await fill(file)
    assert sizes == [100, 200]


@pytest.mark.parametrize(("announced", "fits"), [(100, True), (101, False), (0, True)])
async def test_what_is_announced_to_be_larger_than_the_disk_is_refused_before_it_fills_it(
    tmp_path, monkeypatch, announced, fits
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=0, free=100))
    with nullcontext() if fits else pytest.raises(StorageError, match="disk is full"):
        async with new_file(tmp_path / "a", announced) as file:
            await file.write(b"x")
    assert (tmp_path / "a").exists() == fits


@pytest.mark.parametrize(
    ("content_length", "size"),
    [(None, 0), ("", 0), ("many", 0), ("-1", 0), ("12", 12), ("9" * 5000, sys.maxsize)],
)
def test_any_text_is_read_as_a_size(content_length, size):
    assert announced_size(content_length) == size
