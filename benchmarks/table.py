"""Figures as a Markdown table that a person can read."""

from collections.abc import Mapping, Sequence

from benchmarks.figure import Figure, Goal

_LARGE = 100
_MIDDLE = 10
_TITLES = ("what", "ours", "beside", "goal")


def markdown(sections: Mapping[str, Sequence[Figure]], machine: Mapping[str, str]) -> str:
    """One table for each section, and the machine in front."""
    facts = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    return "\n\n".join([facts, *(_section(name, figures) for name, figures in sections.items())]) + "\n"


def _section(name: str, figures: Sequence[Figure]) -> str:
    rows = [_TITLES, tuple("---" for _ in _TITLES), *map(_row, figures)]
    return f"### {name.capitalize()}\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(figure: Figure) -> tuple[str, ...]:
    ours = "not measured" if figure.ours is None else f"{number(figure.ours)} {figure.unit}"
    note = f" ({figure.note})" if figure.note else ""
    beside = [_beside(figure, peer, theirs) for peer, theirs in figure.peers.items() if theirs is not None]
    return figure.what, ours + note, "; ".join(beside), _goal(figure)


def _beside(figure: Figure, peer: str, theirs: float) -> str:
    ratio = figure.ratio(peer)
    return f"{peer}: {number(theirs)}" + ("" if ratio is None else f" ({number(ratio)}x)")


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    verdict = {True: "met", False: "**missed**", None: "not measured"}[figure.met]
    return f"{_words(figure.goal)}: {verdict}"


def _words(goal: Goal) -> str:
    bound = f"at {goal.kind} {number(goal.value)}"
    return f"{bound}x {goal.of}" if goal.of else bound


def number(value: float) -> str:
    """Three digits or so, and no more places than they need."""
    if value == round(value) or abs(value) >= _LARGE:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= _MIDDLE else f"{value:.2g}" if abs(value) < 1 else f"{value:.2f}"
