"""The accuracy table in README.md, and its row in the project's README."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.accuracy.row import Row
from benchmarks.accuracy.trial import Trial

_BEGIN, _END = "<!-- the accuracy table begins -->\n", "<!-- the accuracy table ends -->\n"
_FRONT_BEGIN, _FRONT_END = "<!-- accuracy -->", "<!-- /accuracy -->"
_TITLES = ("recording", "files", "words", "WER", "DER", "language found", "heard by", "goal")


def markdown(facts: Mapping[str, str], rows: Sequence[tuple[Trial, Row]], skipped: Sequence[str]) -> str:
    """The facts, the rows, and a sentence for each set that was not measured."""
    lines = [_TITLES, ("---",) * len(_TITLES), *(_cells(trial, row) for trial, row in rows)]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    listed = "".join(f"- {name}: {value}\n" for name, value in facts.items())
    return "\n".join([listed, table, *(f"Not measured: {sentence}\n" for sentence in skipped)])


def headline(studio: Row, telephone: Row) -> str:
    """What matters most to a user, for the project's README."""
    return (
        f"{studio.words.rate:.1%} of words wrong on studio speech ({studio.words.words:,} words), "
        f"{telephone.words.rate:.0%} on a telephone call ({telephone.words.words} words)"
    ).replace("%", " %")


def write(readme: Path, table: str) -> None:
    """Put the table between its marks."""
    _put(readme, _BEGIN, f"\n{table}\n", _END)


def write_front(readme: Path, text: str) -> None:
    """Put the headline between its marks."""
    _put(readme, _FRONT_BEGIN, text, _FRONT_END)


def _put(readme: Path, begin: str, text: str, end: str) -> None:
    before, _, rest = readme.read_text(encoding="utf-8").partition(begin)
    readme.write_text(before + begin + text + end + rest.partition(end)[2], encoding="utf-8")


def _cells(trial: Trial, row: Row) -> tuple[str, ...]:
    failed = f" ({row.failed} failed)" if row.failed else ""
    return (
        trial.title,
        f"{row.recordings}{failed}",
        f"{row.words.words:,}",
        f"{row.words.rate:.3f} ({row.words.wrong} wrong, {row.words.missing} missing, {row.words.added} added)",
        f"{row.speakers.rate:.3f} of {row.speakers.speech:.0f} s" if row.speakers else "",
        "" if row.in_language is None else f"{row.in_language} of {row.recordings}",
        row.model,
        "; ".join(_goals(trial, row)),
    )


def _goals(trial: Trial, row: Row) -> list[str]:
    """A goal is missed too where the emulator gave no speakers."""
    measured = (
        ("WER", trial.most_wrong, row.words.rate),
        ("DER", trial.most_confused, row.speakers.rate if row.speakers else float("inf")),
    )
    return [
        f"{name} at most {goal:.2f}: {'met' if rate <= goal else '**missed**'}"
        for name, goal, rate in measured
        if goal is not None
    ]
