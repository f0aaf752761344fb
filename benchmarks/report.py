"""What a run leaves behind: results.json, the table in README.md, and three numbers in the project's README."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.figure import Figure, Goal

RESULTS = Path(__file__).parent / "results.json"
README = Path(__file__).parent / "README.md"
FRONT = Path(__file__).parents[1] / "README.md"
_BEGIN, _END = "<!-- the table begins -->\n", "<!-- the table ends -->\n"
_FRONT_TITLES = "| | this project | beside |\n|---|---|---|\n"
_LARGE, _MIDDLE = 100, 10
"""Numbers from here on are shown with no decimals, and with one."""

_TITLES = ("what", "ours", "beside", "goal")

Figures: TypeAlias = Mapping[str, Sequence[Figure]]
"""The figures of each part of the bench."""


def write(facts: Mapping[str, str], figures: Figures) -> None:
    """Replace results.json, the table, and the three numbers."""
    measured = {name: [figure.to_json() for figure in part] for name, part in figures.items()}
    RESULTS.write_text(json.dumps({"machine": facts, "figures": measured}, indent=1) + "\n", encoding="utf-8")
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    table = f"{_BEGIN}\n{markdown(facts, figures)}\n{_END}"
    README.write_text(before + table + rest.partition(_END)[2], encoding="utf-8")
    before, titles, rest = FRONT.read_text(encoding="utf-8").partition(_FRONT_TITLES)
    after = rest.partition("\n\n")[2]
    FRONT.write_text(f"{before}{titles}{headline(measured)}\n{after}", encoding="utf-8")


def markdown(facts: Mapping[str, str], figures: Figures) -> str:
    """The facts of the machine, and a table for each part."""
    listed = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    titles = [_TITLES, ("---",) * len(_TITLES)]
    tables = [
        f"### {name.capitalize()}\n\n{_rows([*titles, *map(_row, part)])}" for name, part in figures.items()
    ]
    return "\n".join([f"{listed}\n", *tables])


def headline(figures: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The three numbers that matter most to a user, from the figures of results.json: rows of a Markdown table."""
    found = {figure["what"]: figure for part in figures.values() for figure in part}

    def ours(what: str) -> str:
        return number(found[what]["ours"])

    def peer(what: str, name: str = "official SDK") -> str:
        return number(found[what]["peers"][name])

    talk = "every tool once about one hour, calls and results"
    lag, polls = "200 jobs at once: median lag", "200 jobs at once: polls per job"
    wall, cpu = "500 jobs: until the last is returned", "500 jobs: processor time"
    sdks = [(name, f"official SDK, {name}") for name in ("async", "50 threads")]
    sdk = "; ".join(f"{name} {peer(cpu, of)} s, in {peer(wall, of)} s" for name, of in sdks)
    return _rows(
        [
            (
                "an agent uses every tool once about an hour of speech, a first page each",
                f"{ours(talk)} tokens",
                f"{peer(talk, 'raw API reply')} tokens for the API's own replies, whole",
            ),
            (
                "200 jobs at once: from a job's end to its result",
                f"{ours(lag)} s, {ours(polls)} polls per job",
                f"official SDK: {peer(lag)} s, {peer(polls)} polls",
            ),
            (
                "500 jobs of 2 s at once: processor time",
                f"{ours(cpu)} s, in {ours(wall)} s",
                f"official SDK: {sdk}",
            ),
        ]
    )


def number(value: float) -> str:
    """About three digits."""
    if value == round(value) or abs(value) >= _LARGE:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= _MIDDLE else f"{value:.2g}" if abs(value) < 1 else f"{value:.2f}"


def _rows(rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    note = f" ({figure.note})" if figure.note else ""
    beside = "; ".join(_beside(figure, peer, theirs) for peer, theirs in figure.peers.items())
    return (
        figure.what,
        f"{number(figure.ours)} {figure.unit}{note}",
        beside,
        _goal(figure.goal, met=figure.met),
    )


def _beside(figure: Figure, peer: str, theirs: float) -> str:
    ratio = figure.ratio(peer)
    return f"{peer}: {number(theirs)}" + ("" if ratio is None else f" ({number(ratio)}x)")


def _goal(goal: Goal | None, *, met: bool | None) -> str:
    if goal is None:
        return ""
    bound = f"{number(goal.value)}x {goal.of}" if goal.of else number(goal.value)
    return f"at most {bound}: {'met' if met else '**missed**'}"
