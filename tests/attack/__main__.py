"""`make attack` attacks server, client and emulator on loopback; `make attack ONLY=name` makes one attack.

Each attack runs in a process of its own and prints its figures. One that ends without figures, or does not end by
itself, has failed too.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.attack.figure import Figure

ROOT = Path(__file__).parents[2]
ATTACKS = ("files", "flood", "sessions", "requests", "accounts", "memory", "jobs", "batches", "machines")
LONGEST = 600
"""Seconds after which an attack is ended and has failed."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make attack", description=__doc__)
    parser.add_argument("--only", choices=ATTACKS, help="make this attack alone")
    parser.add_argument("--here", choices=ATTACKS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        return make(options.here)
    failed = [name for name in ([options.only] if options.only else ATTACKS) if not holds(name)]
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything held.")
    return int(bool(failed))


def make(name: str) -> int:
    """Make one attack in this process, and print each figure as a line of JSON."""
    for figure in import_module(f"tests.attack.{name}").attack():
        print(json.dumps(asdict(figure)), flush=True)
    return 0


def holds(name: str) -> bool:
    """Whether everything holds against this attack; prints what it found."""
    print(f"{name}:", flush=True)
    started = time.monotonic()
    good = judge([sys.executable, "-m", "tests.attack", "--here", name], LONGEST)
    print(f"  {time.monotonic() - started:.0f} s", flush=True)
    return good


def judge(command: list[str], longest: float) -> bool:
    """Run an attack, print its figures, and tell whether all are good and it ended well within `longest` seconds."""
    # A session of its own, so that what the attack started ends with it.
    attack = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        attack.wait(longest)
    except subprocess.TimeoutExpired:
        print(f"  FAILED  it did not end within {longest:g} s")
    finally:
        end(attack)
    output, _ = attack.communicate()
    figures = [Figure(**json.loads(line)) for line in output.splitlines()]
    for figure in figures:
        mark = "ok    " if figure.is_good else "FAILED"
        print(f"  {mark}  {figure.found:>8,g}  {figure.what} ({figure.bounds})")
    if attack.returncode:
        print(f"  FAILED  it ended with {attack.returncode}")
    if not figures:
        print("  FAILED  it found no figures")
    return attack.returncode == 0 and bool(figures) and all(figure.is_good for figure in figures)


def end(attack: subprocess.Popen[str]) -> None:
    """Kill what is left of an attack's processes."""
    with suppress(ProcessLookupError):
        os.killpg(attack.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
