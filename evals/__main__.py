"""`python -m evals`: run the jobs with a model, or with a script if none is named, and write a table."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from evals.inspecting.prices import set_prices
from evals.inspecting.run import run
from evals.jobs.catalogue import JOBS
from evals.report import table
from evals.sides.endpoints import OWN_DOCUMENT
from evals.sides.side import SIDES

DEFAULT_MODEL = "scripted/right"
"""The policy that needs no model: it does each job by its script."""

_FOLDER = Path("build/evals")
"""Where the reports and inspect-ai's logs go."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments say. The exit status is 0 even if the model did no job."""
    arguments = _parser().parse_args(argv)
    sides = [arguments.side] if arguments.side else list(SIDES)
    folder: Path = arguments.to
    folder.mkdir(parents=True, exist_ok=True)
    models: list[str] = arguments.model or [DEFAULT_MODEL]
    if arguments.prices:
        set_prices(arguments.prices)
    outcomes = run(
        models,
        [JOBS[name] for name in arguments.job or JOBS],
        sides,
        document=arguments.openapi,
        log_dir=folder / "logs",
    )
    day = datetime.now(UTC).date().isoformat()
    parts = [
        f"# {model}, {day}\n\n{table([one for one in outcomes if one.model == model], sides)}\n"
        for model in models
    ]
    report = "\n".join(parts)
    (folder / "report.md").write_text(report, encoding="utf-8")
    rows = json.dumps([asdict(one) for one in outcomes], indent=2)
    (folder / "outcomes.json").write_text(rows, encoding="utf-8")
    sys.stdout.write(report)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument(
        "--model", action="append", help="PROVIDER/NAME, as inspect-ai calls it; may be repeated"
    )
    parser.add_argument("--side", choices=SIDES, help="one side only")
    parser.add_argument("--job", action="append", choices=list(JOBS), help="this job only; may be repeated")
    parser.add_argument(
        "--openapi", type=Path, default=OWN_DOCUMENT, help="another OpenAPI file for the endpoints"
    )
    parser.add_argument("--prices", type=Path, help="a JSON file of what the models cost; see docs/evals.md")
    parser.add_argument("--to", type=Path, default=_FOLDER, help="the folder of the reports and logs")
    return parser


if __name__ == "__main__":
    sys.exit(main())
