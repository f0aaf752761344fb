"""The word error rate: words wrong, missing or too many, for each word that was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Self

from benchmarks.accuracy.plain_words import plain


@dataclass(frozen=True, slots=True)
class WordErrors:
    """`words` were said."""

    words: int
    wrong: int
    missing: int
    added: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], language: str) -> Self:
        """Of pairs of what was said and what was heard. Something must have been said in each."""
        said, heard = zip(
            *((plain(said, language), plain(heard, language)) for said, heard in pairs), strict=True
        )
        jiwer: Any = import_module("jiwer")  # by name: only this bench needs it
        result = jiwer.process_words(list(said), list(heard))
        words = result.hits + result.substitutions + result.deletions
        return cls(words, result.substitutions, result.deletions, result.insertions)

    @property
    def rate(self) -> float:
        """0 is perfect. It can be more than 1."""
        return (self.wrong + self.missing + self.added) / self.words
