"""A file of 1 GiB on its way to the stub: time and memory."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import child
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, medians

_GIB = 1 << 30
_ROUNDS = 5
_HTTPX = "httpx alone, 1 MiB chunks"
_SDK = "official SDK"

_CURL = "curl -T"


def measure() -> list[Figure]:
    """Five rounds after one that fills the page cache. The file is sparse: no disk is measured."""
    with tempfile.TemporaryDirectory() as folder, child.stub() as url:
        file, small = Path(folder, "large.bin"), Path(folder, "small.bin")
        for path, size in ((file, _GIB), (small, 4096)):
            with path.open("wb") as stream:
                stream.truncate(size)
        seen = medians(_ROUNDS, _sides(url, file, small), warm=True)
    peers = [name for name in seen if not name.startswith("ours")]
    return [
        figure
        for name in ("ours, blocking", "ours, async")
        for figure in (
            Figure(
                f"1 GiB, {name}: time",
                "s",
                seen[name]["wall"],
                {peer: seen[peer]["wall"] for peer in peers},
                Goal("most", 1 / 0.8, _HTTPX),
            ),
            Figure(
                f"1 GiB, {name}: peak memory",
                "MB",
                seen[name]["peak_mb"],
                # Of a command, only what started it can be measured here.
                {peer: seen[peer]["peak_mb"] for peer in peers if peer != _CURL},
                Goal("most", 40),
            ),
        )
    ]


def _sides(url: str, file: Path, small: Path) -> dict[str, Callable[[], Measured]]:
    names = {
        "ours, blocking": "upload_ours",
        "ours, async": "upload_ours_async",
        _HTTPX: "upload_httpx",
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
