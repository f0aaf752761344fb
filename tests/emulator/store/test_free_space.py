import errno
import shutil
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from assemblyai_emulator.store import free_space

GIGABYTE = 1 << 30


@pytest.mark.parametrize(
    ("total", "free", "wanted", "fits"),
    [
        (1000, 150, 100, True),
        (1000, 150, 101, False),
        (1000, 50, 0, True),
        (1000, 49, 0, False),
        (900 * GIGABYTE, GIGABYTE, GIGABYTE * 3 // 4, True),
        (900 * GIGABYTE, GIGABYTE, GIGABYTE * 3 // 4 + 1, False),
    ],
)
def test_a_part_of_the_disk_stays_free(tmp_path, monkeypatch, total, free, wanted, fits):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=total, free=free))
    with nullcontext() if fits else pytest.raises(OSError, match="No space") as caught:
        free_space.check(tmp_path, wanted)
    assert fits or caught.value.errno == errno.ENOSPC
