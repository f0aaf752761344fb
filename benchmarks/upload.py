"""A file of 1 GiB on its way to the stub: time and memory."""

import shutil
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks import child
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, medians

_GIB = 1 << 30
_ROUNDS = 3
_HTTPX, _SDK, _CURL = "httpx alone, 1 MiB chunks", "official SDK", "curl -T"
_OURS = {"ours, blocking": "ours", "ours, async": "ours_async"}
_PEERS = {_HTTPX: "httpx", "httpx alone, async": "httpx_async", _SDK: "sdk"}


def measure(size: int = _GIB) -> list[Figure]:
    """In turns, after a round that fills the page cache. The file is sparse: no disk is measured."""
    with tempfile.TemporaryDirectory() as folder, child.stub() as url:
        large, small = Path(folder, "large.bin"), Path(folder, "small.bin")
        for path, length in ((large, size), (small, 4096)):
            with path.open("wb") as stream:
                stream.truncate(length)
        sides = {
            name: partial(child.run, f"upload.{side}", url=url, small=str(small), large=str(large))
            for name, side in (_OURS | _PEERS).items()
        }
        curl = {_CURL: partial(_curl, url, large)} if shutil.which("curl") else {}
        seen = medians(_ROUNDS, {**sides, **curl}, warm=True, fewer={_SDK: 1, _CURL: 1})
    return [figure for name in _OURS for figure in _figures(name, seen)]


def _curl(url: str, file: Path) -> Measured:
    # Without a wait for "100 Continue", like the others.
    command = ["curl", "-sfT", str(file), "-X", "POST", "-H", "Expect:", f"{url}/v2/upload"]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {"wall": time.perf_counter() - start}


def _figures(name: str, seen: dict[str, dict[str, float]]) -> list[Figure]:
    def figure(what: str, unit: str, key: str, goal: Goal) -> Figure:
        peers = {peer: seen[peer][key] for peer in seen if peer not in _OURS and key in seen[peer]}
        return Figure(f"1 GiB, {name}: {what}", unit, seen[name][key], peers, goal)

    return [
        figure("time", "s", "wall", Goal(1 / 0.8, _HTTPX)),
        figure("peak memory", "MB", "peak_mb", Goal(40)),
    ]
