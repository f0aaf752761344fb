"""What the last run left in results.json and README.md."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import headline
from benchmarks.figure import Figure
from benchmarks.table import markdown

RESULTS = Path(__file__).parent / "results.json"
README = Path(__file__).parent / "README.md"
FRONT = Path(__file__).parents[1] / "README.md"
_FRONT_TITLES = "| | this project | beside |\n|---|---|---|\n"
_BEGIN, _END = "<!-- the table begins -->\n", "<!-- the table ends -->\n"

OPENAPI_FACT = "OpenAPI file"
GENERATED = "generated from OpenAPI"
_EARLIER = " (counted in an earlier run)"


@dataclass(frozen=True)
class Generated:
    """How large the definitions are that are generated from an OpenAPI file: counted, so true until that changes."""

    size: int
    """Bytes of all."""

    tokens: int
    """Of what a model sees of them."""

    note: str
    file: str = ""
    """The file they are generated from, as the machine's facts have it."""


def read() -> tuple[dict[str, str], dict[str, list[Figure]]]:
    """The machine's facts and the figures of every part."""
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    figures = {name: [Figure.from_json(one) for one in found] for name, found in results["figures"].items()}
    return results["machine"], figures


def write(facts: Mapping[str, str], figures: Mapping[str, Sequence[Figure]]) -> None:
    """Replace results.json, the table in README.md, and the three numbers in the project's README."""
    found = {name: [figure.to_json() for figure in part] for name, part in figures.items()}
    RESULTS.write_text(json.dumps({"machine": facts, "figures": found}, indent=1) + "\n", encoding="utf-8")
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    table = f"{_BEGIN}\n{markdown(figures, facts)}\n{_END}"
    README.write_text(before + table + rest.partition(_END)[2], encoding="utf-8")
    before, titles, rest = FRONT.read_text(encoding="utf-8").partition(_FRONT_TITLES)
    FRONT.write_text(
        before + titles + headline.rows(figures) + "\n" + rest.partition("\n\n")[2], encoding="utf-8"
    )


def generated() -> Generated | None:
    """As it was counted last, so that a run without an OpenAPI file keeps it; None if it never was."""
    if not RESULTS.exists():
        return None
    facts, figures = read()
    found = {figure.unit: figure for figure in figures["tokens"] if figure.peers.get(GENERATED)}
    if not {"bytes", "tokens"} <= found.keys():
        return None
    return Generated(
        size=int(found["bytes"].peers[GENERATED] or 0),
        tokens=int(found["tokens"].peers[GENERATED] or 0),
        note=found["bytes"].note,
        file=facts.get(OPENAPI_FACT, "not recorded").removesuffix(_EARLIER) + _EARLIER,
    )
