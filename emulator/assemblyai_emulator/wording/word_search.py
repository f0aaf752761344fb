"""Word search: where words and short phrases occur in a transcript."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from assemblyai_emulator.wording import scripts
from assemblyai_emulator.wording.phrases import occurrences, phrase, plain
from assemblyai_emulator.wording.words import Word

LONGEST_PHRASE = 5
"""In words: the documented limit of the API."""


class MatchJson(TypedDict):
    """A match as the API's JSON. Times are in milliseconds."""

    text: str
    count: int
    timestamps: list[list[int]]
    indexes: list[int]


class WordSearchJson(TypedDict):
    """The body of a word search reply."""

    id: str
    total_count: int
    matches: list[MatchJson]


@dataclass(frozen=True, slots=True)
class Match:
    """A term in lower case, and for each hit its (start, end) in milliseconds and the index of its first word."""

    text: str
    timestamps: tuple[tuple[int, int], ...]
    indexes: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.indexes)

    def to_json(self) -> MatchJson:
        return {
            "text": self.text,
            "count": self.count,
            "timestamps": [[start, end] for start, end in self.timestamps],
            "indexes": list(self.indexes),
        }


def parse_terms(raw: str) -> list[str]:
    """Split the comma-separated `words` of a request. A comma inside a phrase splits it, as on the API.

    Raises ValueError if no term is left or if a phrase has more than five words.
    """
    terms = [" ".join(term.split()) for term in raw.split(",")]
    terms = [term for term in terms if term]
    if not terms:
        raise ValueError("words is empty; give words, numbers or phrases joined by commas.")
    for term in terms:
        if len(term.split()) > LONGEST_PHRASE:
            raise ValueError(
                f'The phrase "{term}" has more than {LONGEST_PHRASE} words; '
                "search for a shorter phrase or separate its words with commas."
            )
    return terms


def search(words: Sequence[Word], terms: Sequence[str]) -> list[Match]:
    """Find each term as whole words. Case and the punctuation around words are ignored.

    https://www.assemblyai.com/docs/api-reference/transcripts/word-search
    """
    spoken = [plain(word.text) for word in words]
    wanted = dict.fromkeys(phrase(term) for term in terms)
    found = (_match(words, spoken, one) for one in wanted if one)
    # How the API reports a term without hits is unverified. Here it is left out of `matches`.
    return [match for match in found if match.count]


def reply(transcript_id: str, words: Sequence[Word], terms: Sequence[str]) -> WordSearchJson:
    """The JSON body of a search. `total_count` is the sum of the matches' counts."""
    matches = search(words, terms)
    return {
        "id": transcript_id,
        "total_count": sum(match.count for match in matches),
        "matches": [match.to_json() for match in matches],
    }


def _match(words: Sequence[Word], spoken: Sequence[str], wanted: tuple[str, ...]) -> Match:
    found = occurrences(spoken, wanted)
    timestamps = tuple((words[first].start, words[last].end) for first, last in found)
    return Match(text=scripts.join(wanted), timestamps=timestamps, indexes=tuple(first for first, _ in found))
