"""Run the jobs with models, or with a script if none is named, and write a table. docs/evals.md is the manual."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

from evals.inspecting.models import models_of
from evals.inspecting.prices import set_prices
from evals.inspecting.provider import SCRIPTED
from evals.inspecting.run import Plan, run
from evals.jobs.catalogue import JOBS
from evals.report import report
from evals.results import Results
from evals.setting import SettingError
from evals.sides.endpoints import OWN_DOCUMENT, endpoints_in
from evals.sides.side import SIDES, Side

Name = TypeVar("Name", bound=str)

DEFAULT_MODEL = f"{SCRIPTED}/right"
"""The policy that needs no model: it does each job by its script."""

_FOLDER = Path("build/evals")
"""Each run has a folder of its own in it, with its reports and inspect-ai's logs."""

_UNUSABLE = 2
"""The exit status if a setting cannot be used, so that nothing was run."""

_STOPPED = 130
"""The exit status after Ctrl-C, as shells have it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments say. The exit status is 0 even if a model did no job, and 1 if jobs were not run."""
    arguments = _parser().parse_args(argv)
    try:
        plan = _plan(arguments)
    except SettingError as error:
        sys.stderr.write(f"Nothing was run. {error}\n")
        return _UNUSABLE
    folder: Path = arguments.to or _new_folder()
    folder.mkdir(parents=True, exist_ok=True)
    results = run(plan, folder, lambda so_far: _write(so_far, folder))
    sys.stdout.write(f"\n{_write(results, folder)}\n")
    stopped = "Stopped. What was finished is" if results.is_stopped else "This is"
    sys.stdout.write(
        f"{stopped} in {folder}/report.md, and for programs in outcomes.json beside it. "
        f"The conversations: .venv/bin/inspect view --log-dir {folder}/logs\n"
    )
    return _STOPPED if results.is_stopped else int(bool(results.gaps))


def _plan(arguments: argparse.Namespace) -> Plan:
    """What the arguments say. Raises SettingError if it cannot be run to its end: a run may cost money."""
    names: list[str] = list(dict.fromkeys(arguments.model or [DEFAULT_MODEL]))
    jobs = [JOBS[name] for name in _chosen("job", arguments.job, list(JOBS))]
    sides: list[Side] = _chosen("side", arguments.side, SIDES)
    document: Path = arguments.openapi
    endpoints_in(document)
    scripts = [name for name in names if name.startswith(f"{SCRIPTED}/")]
    if document.resolve() != OWN_DOCUMENT.resolve() and scripts:
        raise SettingError(
            f"Another OpenAPI file needs a real model: {scripts[0]} knows only the tools of {OWN_DOCUMENT.name}. "
            "Name one: MODEL=openai/gpt-5-mini."
        )
    if arguments.prices:
        set_prices(arguments.prices, names)
    models = models_of(names)
    return Plan(models, jobs, sides, document)


def _chosen(what: str, given: Sequence[str] | None, known: Sequence[Name]) -> list[Name]:
    """Those of the known names that were given, or all. Commas part names, too."""
    names = list(dict.fromkeys(name for some in given or known for name in some.split(",")))
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        near = get_close_matches(unknown, known, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
        raise SettingError(f"There is no {what} {unknown!r}. {hint}")
    return [one for name in names for one in known if one == name]


def _new_folder() -> Path:
    """A folder that no run before has written to."""
    now = f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}"
    names = (_FOLDER / name for name in chain([now], (f"{now}-{number}" for number in count(2))))
    folder = next(name for name in names if not name.exists())
    folder.mkdir(parents=True)
    return folder


def _write(results: Results, folder: Path) -> str:
    """Write both reports, and give the one for people."""
    text = report(results, datetime.now(UTC).date().isoformat())
    (folder / "report.md").write_text(text, encoding="utf-8")
    rows = [asdict(one) for model in results.models for one in results.of(model)]
    (folder / "outcomes.json").write_text(json.dumps(rows, indent=2), encoding="utf-8")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument(
        "--model",
        action="append",
        metavar="PROVIDER/NAME",
        help="as inspect-ai calls it; may be repeated",
    )
    parser.add_argument(
        "--side",
        action="append",
        metavar="SIDE",
        help=f"{' or '.join(SIDES)}: this side only; may be repeated",
    )
    parser.add_argument("--job", action="append", metavar="JOB", help="this job only; may be repeated")
    parser.add_argument(
        "--openapi",
        type=Path,
        metavar="FILE",
        default=OWN_DOCUMENT,
        help="another OpenAPI file for the endpoints",
    )
    parser.add_argument("--prices", type=Path, metavar="FILE", help="what the models cost, in JSON")
    parser.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="the folder of the reports and logs; a report in it is replaced",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
