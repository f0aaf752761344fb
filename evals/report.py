"""The report of a run: for each side, the jobs done, and the turns, tokens and dollars they took."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from evals.outcome import Outcome
from evals.results import Results
from evals.sides.side import Side

TITLES: Mapping[Side, str] = {"tools": "our tools", "endpoints": "a tool for each endpoint"}
"""The names of the sides in the table."""

_NOTHING = "-"


def report(results: Results, day: str) -> str:
    """A Markdown page with a part for each model."""
    return "\n".join(_part(results, model, day) for model in results.models)


def _part(results: Results, model: str, day: str) -> str:
    outcomes = results.of(model)
    lines = [f"# {model}, {day}", ""]
    if outcomes:
        lines += [*_table(outcomes, results.sides, results.shared), ""]
    wrong = [*_failures(outcomes), *_missing(results, model)]
    return "\n".join([*lines, *wrong]).rstrip() + "\n"


def _table(outcomes: Sequence[Outcome], sides: Sequence[Side], shared: Collection[str]) -> Iterator[str]:
    names = list(dict.fromkeys(one.job for one in outcomes))
    yield _row(["job", *(f"{TITLES[side]}: done | turns | tokens | cost" for side in sides)])
    yield _row(["---"] * (1 + 4 * len(sides)))
    for name in names:
        yield _row([name, *_sums([one for one in outcomes if one.job == name], sides, _verdict)])
    yield _row(["**all**", *_sums(outcomes, sides, _count)])
    both = [one for one in outcomes if one.job in shared]
    many = len({one.job for one in both})
    if len(sides) > 1 and 0 < many < len(names):
        yield _row([f"**the {many} that both sides can do**", *_sums(both, sides, _count)])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _sums(
    outcomes: Sequence[Outcome], sides: Sequence[Side], verdict: Callable[[Sequence[Outcome]], str]
) -> Iterator[str]:
    """The cells of each side."""
    for side in sides:
        yield _cells([one for one in outcomes if one.side == side], verdict)


def _verdict(outcomes: Sequence[Outcome]) -> str:
    return "yes" if all(one.is_done for one in outcomes) else "no"


def _count(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(one.is_done for one in outcomes)} of {len(outcomes)}"


def _cells(outcomes: Sequence[Outcome], verdict: Callable[[Sequence[Outcome]], str]) -> str:
    if not outcomes:
        return " | ".join([_NOTHING] * 4)
    tokens = sum(one.input_tokens + one.output_tokens for one in outcomes)
    costs = [one.cost for one in outcomes if one.cost is not None]
    cells = [
        verdict(outcomes),
        str(sum(one.turns for one in outcomes)),
        f"{tokens:,}" if tokens else _NOTHING,
        f"${sum(costs):.4f}" if len(costs) == len(outcomes) else _NOTHING,
    ]
    return " | ".join(cells)


def _failures(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each problem: a provider that refuses a key refuses it in each job."""
    jobs: dict[tuple[Side, str], list[str]] = {}
    for one in outcomes:
        if not one.is_done:
            jobs.setdefault((one.side, " ".join(one.problem.split())), []).append(one.job)
    for (side, problem), names in jobs.items():
        yield f"- {', '.join(names)}, {TITLES[side]}: {problem}"


def _missing(results: Results, model: str) -> Iterator[str]:
    for gap in results.gaps:
        if gap.model == model:
            reason = " ".join(gap.reason.split())
            yield f"- {gap.jobs} of {len(results.jobs)} jobs not finished, {TITLES[gap.side]}: {reason}"
