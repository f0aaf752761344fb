"""`make bench`: measure, print the table and, if everything was measured, write it."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks import (
    emulator,
    hearing,
    live,
    load,
    machine,
    overhead,
    recordings,
    report,
    start,
    tokens,
    upload,
    viewer,
    waiting,
)
from benchmarks.figure import Figure


def main() -> None:
    """A part alone is only printed, so that all committed figures are of one run."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(_parts(None)), help="a part (repeatable)")
    parser.add_argument("--openapi", type=Path, help="AssemblyAI's OpenAPI file, to compare generated tools")
    options = parser.parse_args()
    parts = _parts(options.openapi)
    facts = machine.description(options.openapi)
    figures: dict[str, list[Figure]] = {}
    started = time.monotonic()
    for name in options.only or parts:
        began = time.monotonic()
        figures[name] = parts[name]()
        sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    facts["took"] = f"{(time.monotonic() - started) / 60:.1f} minutes"
    sys.stdout.write(report.markdown(facts, figures))
    if not options.only:
        report.write(facts, figures)


def _parts(openapi: Path | None) -> Mapping[str, Callable[[], list[Figure]]]:
    return {
        "tokens": partial(tokens.measure, openapi),
        "start": partial(start.measure, openapi),
        "overhead": overhead.measure,
        "upload": upload.measure,
        "load": load.measure,
        "recordings": recordings.measure,
        "waiting": waiting.measure,
        "emulator": emulator.measure,
        "hearing": hearing.measure,
        "live": live.measure,
        "viewer": viewer.measure,
    }


if __name__ == "__main__":
    main()
