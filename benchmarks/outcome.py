"""What became of the jobs of one side when requests failed: counted, without a clock."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Outcome:
    """Numbers of jobs."""

    lost: int
    """The caller has neither a result nor a transcript id."""
    by_id: int
    """The caller has an error with the id of the transcript, to go on with."""
    twice: int
    """Made at the service again, for an audio that had a job already."""

    @classmethod
    def of(cls, asked: Collection[str], measured: Mapping[str, Any], report: Mapping[str, Any]) -> Self:
        """Compare the addresses that one side was `asked` to transcribe, what it gave back, and the stub's report.

        A result counts for the audio that its transcript is about, whoever got it. An error counts as an id if it
        carries one, or names it in its text, and if that transcript is about the error's own audio.
        """
        made = {name: str(job["audio_url"]) for name, job in report["jobs"].items()}
        with_result = {made.get(name) for name in measured["returned"]}
        failed: Mapping[str, Mapping[str, Any]] = measured["failed"]
        with_id = {url for url, error in failed.items() if _names(error, _about(url, made))} - with_result
        return cls(
            lost=len(set(asked) - with_result - with_id),
            by_id=len(with_id),
            twice=sum(number - 1 for number in Counter(made.values()).values()),
        )

    @classmethod
    def total(cls, outcomes: Iterable[Self]) -> Self:
        """All of them together."""
        return cls(*(sum(numbers) for numbers in zip(*map(astuple, outcomes), strict=True)))


def _about(url: str, made: Mapping[str, str]) -> Collection[str]:
    return [name for name, audio in made.items() if audio == url]


def _names(error: Mapping[str, Any], ids: Collection[str]) -> bool:
    words = set(re.findall(r"[\w-]+", error["text"]))
    return any(name == error["transcript_id"] or name in words for name in ids)
