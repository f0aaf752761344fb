"""`make bench`: measure everything, print the table, and write table and JSON."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks import committed, emulator, load, machine, overhead, start, tokens, upload, waiting
from benchmarks.figure import Figure
from benchmarks.table import markdown

_COUNTED = "tokens"
"""The part that is the same on every machine, so that it may be brought up to date alone."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for.

    A whole run replaces what README.md and results.json hold, and the part that is counted replaces itself there;
    a part that is timed does not, as all of these are to be of one run.
    """
    options = _parser().parse_args(argv)
    sections = _sections(options.openapi)
    chosen: list[str] = options.only or list(sections)
    facts = machine.description(options.openapi)
    if _COUNTED in chosen and not options.openapi and (counted := committed.generated()):
        facts[committed.OPENAPI_FACT] = counted.file
    measured: dict[str, list[Figure]] = {}
    started = time.monotonic()
    for name in chosen:
        began = time.monotonic()
        measured[name] = sections[name]()
        sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    facts["took"] = f"{(time.monotonic() - started) / 60:.1f} minutes"
    sys.stdout.write(markdown(measured, facts))
    if not options.only:
        committed.write(facts, measured)
    elif _COUNTED in measured:
        earlier, figures = committed.read()
        compared = {name: fact for name, fact in facts.items() if name == committed.OPENAPI_FACT}
        committed.write(earlier | compared, figures | {_COUNTED: measured[_COUNTED]})
    return 0


def _sections(openapi: Path | None) -> Mapping[str, Callable[[], list[Figure]]]:
    return {
        "tokens": partial(tokens.measure, openapi),
        "start": partial(start.measure, openapi),
        "overhead": overhead.measure,
        "upload": upload.measure,
        "load": load.measure,
        "waiting": waiting.measure,
        "emulator": emulator.measure,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(_sections(None)), help="a part (repeatable)")
    parser.add_argument(
        "--openapi", type=Path, help="AssemblyAI's OpenAPI file, to compare with tools generated from it"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
