"""What a batch is given, counted while it is read: lengths, cost, and what is left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from assemblyai_tools.batch.prices import Estimate
from assemblyai_tools.batch.progress.snapshot import length, usd
from assemblyai_tools.batch.sources.source import BadSource, Source
from assemblyai_tools.cli.session import Common
from assemblyai_tools.cli.terminal import note
from assemblyai_tools.text import count

_MOST_LINES = 100
"""Lines about what is left out, at most; the rest is counted."""

_MOST_DUPLICATES = 10
"""Lines about duplicates, at most: a list may hold each recording twice."""

_MOST_KEPT = 1000
"""The same for --json."""

_EACH = 5000
"""After how many recordings a line tells that they are being read."""


@dataclass(slots=True)
class Tally:
    """Counts what goes through it."""

    estimate: Estimate
    common: Common
    left_out: Counter[str] = field(default_factory=Counter[str])
    """How many are left out, by the kind of fault."""
    bad: list[BadSource] = field(default_factory=list[BadSource])
    """The first of them, without duplicates."""
    keep: Callable[[BadSource], None] | None = None
    """Writes down each that is left out."""

    def good(self, found: Iterable[Source | BadSource]) -> Iterator[Source]:
        """Those that can be in a batch; what is wrong with the others is told."""
        for number, one in enumerate(found, start=1):
            if isinstance(one, BadSource):
                self._leave_out(one)
            else:
                self.estimate.add(one.seconds, one.options)
                yield one
            if number % _EACH == 0 and not self.common.quiet:
                note(f"{number:,} read ...")
        duplicates = self.left_out["duplicate"]
        self._tell_more(duplicates - _MOST_DUPLICATES, "in the batch already")
        self._tell_more(sum(self.left_out.values()) - duplicates - _MOST_LINES, "left out")

    def _tell_more(self, number: int, what: str) -> None:
        if number > 0 and not self.common.quiet:
            note(f"... and {number:,} more that are {what}.")

    def _leave_out(self, one: BadSource) -> None:
        self.left_out[one.fault] += 1
        if self.keep:
            self.keep(one)
        duplicates = self.left_out["duplicate"]
        if one.fault == "duplicate":
            is_told = duplicates <= _MOST_DUPLICATES
        else:
            is_told = sum(self.left_out.values()) - duplicates <= _MOST_LINES
            if len(self.bad) < _MOST_KEPT:
                self.bad.append(one)
        if is_told and not self.common.quiet:
            note(str(one))

    def as_json(self) -> Mapping[str, Any]:
        """The figures for a program."""
        found = self.estimate
        return {
            "recordings": found.recordings,
            "hours": found.hours,
            "unknown_lengths": found.unknown,
            "cost": found.cost,
            "prices_of": found.prices.date,
            "prices_source": found.prices.source,
            "left_out": dict(self.left_out),
            "bad": [asdict(one) for one in self.bad],
        }

    def as_text(self) -> str:
        """The same for a person."""
        found = self.estimate
        unknown = f", and {count(found.unknown, 'recording')} of unknown length" if found.unknown else ""
        prices = f"the prices of {found.prices.date} ({found.prices.source}); an estimate, not a bill"
        lines = [
            f"Recordings: {found.recordings:,}",
            f"Audio: {length(found.hours)}{unknown}",
            f"Cost: about {usd(found.cost)}, with {prices}",
        ]
        if self.left_out:
            lines.append(f"Left out: {self.left_out_text()}")
        return "\n".join(lines)

    def left_out_text(self) -> str:
        """How many are left out, and why."""
        kinds = ", ".join(f"{number:,} {fault}" for fault, number in self.left_out.most_common())
        return f"{sum(self.left_out.values()):,} ({kinds})"
