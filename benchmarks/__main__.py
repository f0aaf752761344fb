"""`make bench`: measure everything, print the table, and write table and JSON."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks import committed, emulator, load, machine, overhead, start, tokens, upload, waiting
from benchmarks.committed import RESULTS
from benchmarks.figure import Figure
from benchmarks.table import markdown

README = Path(__file__).parent / "README.md"
_BEGIN, _END = "<!-- the table begins -->\n", "<!-- the table ends -->\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for; only a whole run replaces what README.md and results.json hold."""
    options = _parser().parse_args(argv)
    sections = _sections(options.openapi)
    chosen: list[str] = options.only or list(sections)
    facts = machine.description(options.openapi)
    if "tokens" in chosen and not options.openapi and (counted := committed.generated()):
        facts[committed.OPENAPI_FACT] = counted.file
    measured: dict[str, list[Figure]] = {}
    for name in chosen:
        began = time.monotonic()
        measured[name] = sections[name]()
        sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    table = markdown(measured, facts)
    sys.stdout.write(table)
    if not options.only:
        _write(table, facts, measured)
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


def _write(table: str, facts: Mapping[str, str], measured: Mapping[str, Sequence[Figure]]) -> None:
    figures = {name: [figure.to_json() for figure in found] for name, found in measured.items()}
    RESULTS.write_text(json.dumps({"machine": facts, "figures": figures}, indent=1) + "\n", encoding="utf-8")
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    README.write_text(
        before + _BEGIN + "\n" + table + "\n" + _END + rest.partition(_END)[2], encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
