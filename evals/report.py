"""The table of a run: for each side, the jobs done, and the turns, tokens and dollars they took."""

from collections.abc import Iterable, Mapping, Sequence

from evals.outcome import Outcome
from evals.sides.side import Side

TITLES: Mapping[Side, str] = {"tools": "our tools", "endpoints": "a tool for each endpoint"}
"""The names of the sides in the table."""

_NOTHING = "-"


def table(outcomes: Sequence[Outcome], sides: Sequence[Side]) -> str:
    """The outcomes as a Markdown table, and a list of the failures."""
    names = list(dict.fromkeys(one.job for one in outcomes))
    found = {(one.job, one.side): one for one in outcomes}
    heads = ["job", *(f"{TITLES[side]}: done | turns | tokens | cost" for side in sides)]
    rows = [[name, *(_job(found[name, side]) for side in sides)] for name in names]
    totals = ["**all**", *(_total([one for one in outcomes if one.side == side]) for side in sides)]
    lines = [_row(heads), _row(["---"] * (1 + 4 * len(sides))), *map(_row, rows), _row(totals)]
    wrong = [f"- {one.job}, {TITLES[one.side]}: {one.problem}" for one in outcomes if not one.is_done]
    return "\n".join([*lines, "", *wrong]).rstrip()


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _job(outcome: Outcome) -> str:
    return _cells("yes" if outcome.is_done else "no", [outcome])


def _total(outcomes: Sequence[Outcome]) -> str:
    return _cells(f"{sum(one.is_done for one in outcomes)} of {len(outcomes)}", outcomes)


def _cells(verdict: str, outcomes: Sequence[Outcome]) -> str:
    tokens = sum(one.input_tokens + one.output_tokens for one in outcomes)
    costs = [one.cost for one in outcomes if one.cost is not None]
    cells = [
        verdict,
        str(sum(one.turns for one in outcomes)),
        f"{tokens:,}" if tokens else _NOTHING,
        f"${sum(costs):.4f}" if len(costs) == len(outcomes) else _NOTHING,
    ]
    return " | ".join(cells)
