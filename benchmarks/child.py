"""Measured code runs in processes of its own, started and ended here."""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_LONGEST = 400
"""Seconds after which a side is given up."""


def environment() -> dict[str, str]:
    """The variables for a measured process: `plain/sitecustomize.py` runs when its Python starts."""
    folders = [str(Path(__file__).with_name("plain")), os.environ.get("PYTHONPATH", "")]  # noqa: TID251 - passed on
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))}  # noqa: TID251 - passed on


@contextmanager
def stub(module: str = "benchmarks.stub", **options: Any) -> Generator[str]:
    """Run the stub of the API, or another one, with these options of that module; yield its address."""
    arguments = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.communicate()


def start(side: str, **options: Any) -> subprocess.Popen[str]:
    """Start a side: a module of `benchmarks.sides`, a dot, its function."""
    command = [sys.executable, "-m", "benchmarks.side", side, json.dumps(options)]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for a side; return what it measured."""
    output, _ = process.communicate(timeout=_LONGEST)
    if process.returncode:
        raise RuntimeError(f"{process.args!r} failed with {process.returncode}")
    measured: dict[str, Any] = json.loads(output.splitlines()[-1])
    return measured


def run(side: str, **options: Any) -> dict[str, Any]:
    """Start a side and wait for it."""
    return finish(start(side, **options))
