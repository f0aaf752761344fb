"""A file of 1 GiB on its way to the stub: time and memory."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import child
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, medians

_GIB = 1 << 30
_ROUNDS = 3
_HTTPX = "httpx alone, 1 MiB chunks"
_HTTPX_ASYNC = "httpx alone, async"
_SDK = "official SDK"
_CURL = "curl -T"
_OURS = ("ours, blocking", "ours, async")


def measure() -> list[Figure]:
    """Three rounds after one that fills the page cache. The file is sparse: no disk is measured."""
    with tempfile.TemporaryDirectory() as folder, child.stub() as url:
        file, small = Path(folder, "large.bin"), Path(folder, "small.bin")
        for path, size in ((file, _GIB), (small, 4096)):
            with path.open("wb") as stream:
                stream.truncate(size)
        seen = medians(_ROUNDS, _sides(url, file, small), warm=True)
    return [figure for name in _OURS for figure in _figures(name, seen)]


def _figures(name: str, seen: Mapping[str, Mapping[str, float]]) -> list[Figure]:
    def figure(what: str, unit: str, key: str, goal: Goal) -> Figure:
        # Of a command, only the memory of what started it can be measured here.
        without = {*_OURS, _CURL} if key == "peak_mb" else _OURS
        peers = {peer: values[key] for peer, values in seen.items() if peer not in without}
        return Figure(f"1 GiB, {name}: {what}", unit, seen[name][key], peers, goal)

    return [
        figure("time", "s", "wall", Goal("most", 1 / 0.8, _HTTPX)),
        figure("peak memory", "MB", "peak_mb", Goal("most", 40)),
    ]


def _sides(url: str, file: Path, small: Path) -> dict[str, Callable[[], Measured]]:
    names = {
        "ours, blocking": "upload_ours",
        "ours, async": "upload_ours_async",
        _HTTPX: "upload_httpx",
        _HTTPX_ASYNC: "upload_httpx_async",
        _SDK: "upload_sdk",
    }
    sides = {name: _side(module, url, file, small) for name, module in names.items()}
    if shutil.which("curl"):
        # Without a wait for "100 Continue", as the others do.
        command = ["curl", "-sfT", str(file), "-X", "POST", "-H", "Expect:", f"{url}/v2/upload"]
        sides[_CURL] = lambda: child.run("command", command=command)
    return sides


def _side(module: str, url: str, file: Path, small: Path) -> Callable[[], Measured]:
    return lambda: child.run(module, url=url, file=str(file), small=str(small))
