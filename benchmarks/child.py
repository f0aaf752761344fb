"""Measured code runs in processes of its own: started, fed, read and ended here."""

import json
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks import plain
from benchmarks.stub.faults import SEED

_LONGEST = 400


@contextmanager
def stub(*, faults: float = 0.0, seed: int = SEED, latency: float = 0.0) -> Generator[str]:
    """The stub of the API for as long as it is needed: its address.

    `faults` is the share of requests that fail, `seed` says which; answers come `latency` seconds later.
    """
    options = ["--faults", str(faults), "--seed", str(seed), "--latency", str(latency)]
    with serving("benchmarks.stub", *options) as address:
        yield address


@contextmanager
def serving(module: str, *arguments: str) -> Generator[str]:
    """A module that prints its address and serves until its input ends, for as long as it is needed: the address."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip() if process.stdout else ""
    finally:
        process.communicate()


def start(side: str, **options: Any) -> subprocess.Popen[str]:
    """Start a side of a comparison: a module of `benchmarks.sides`."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.side", side, json.dumps(options)],
        env=plain.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a side measured, as soon as it is done."""
    output, _ = process.communicate(timeout=_LONGEST)
    if process.returncode:
        raise RuntimeError(f"{process.args!r} failed with {process.returncode}")
    measured: dict[str, Any] = json.loads(output.splitlines()[-1])
    return measured


def run(side: str, **options: Any) -> dict[str, Any]:
    """Start a side and wait for what it measured."""
    return finish(start(side, **options))


def timed(command: Sequence[str]) -> dict[str, float]:
    """Run any command to its end: its wall and processor seconds and its peak memory in MB."""
    return run("command", command=list(command))
