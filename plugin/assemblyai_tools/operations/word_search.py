"""Finding words in a transcript (https://www.assemblyai.com/docs/api-reference/transcripts/word-search)."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assemblyai_tools.api.word_search import find_words
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import TranscriptId
from assemblyai_tools.flow import Flow
from assemblyai_tools.operation import READS, Result, operation
from assemblyai_tools.text import clock_time, count, flat

_LONGEST_PHRASE = 5
"""Words of a phrase, at most."""

_LONGEST_TERM = 80
"""Characters of a word or a phrase, at most."""

_TIMES_SHOWN = 600
"""Times that a result shows, at most, divided among the terms that were found."""

_AROUND = "\"'\u201c\u201d\u2018\u2019()[]{}.,;:!?"
"""Characters that may surround a term that is quoted or copied from a sentence, but are not part of it."""


def _checked_phrase(value: str) -> str:
    words = value.strip().strip(_AROUND).split()
    if not words or len(value) > _LONGEST_TERM:
        raise ValueError(f"a word to search for is empty, or longer than {_LONGEST_TERM} characters")
    if len(words) > _LONGEST_PHRASE:
        raise ValueError(
            f"{value!r} has {len(words)} words, and a phrase may have {_LONGEST_PHRASE}; search for less"
        )
    if "," in "".join(words):
        raise ValueError(f"{value!r} has a comma, at which the service would split it; leave punctuation out")
    return " ".join(words)


Phrase = Annotated[str, AfterValidator(_checked_phrase)]


class SearchWordsArguments(Arguments):
    """Find when words or short phrases were said. Whole words, any case; exact matches only."""

    transcript_id: TranscriptId
    words: list[Phrase] = Field(
        min_length=1, max_length=100, description="Words, or phrases of up to 5 words."
    )


class Match(BaseModel):
    """One search term and when it was said: [start, end] pairs in milliseconds."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    text: str
    count: int
    timestamps: list[tuple[int, int]]
    left_out: int = 0

    def render(self) -> str:
        times = ", ".join(clock_time(start) for start, _ in self.timestamps)
        more = f" and {self.left_out:,} more" if self.left_out else ""
        return f"{self.text}: {count(self.count, 'time')}" + (f", at {times}{more}" if times else "")


class MatchesView(Result):
    """What was found, and the terms that were not."""

    id: str
    total_count: int
    matches: list[Match]
    not_found: list[str]

    def render(self) -> str:
        lines = [f"{count(self.total_count, 'match')} in transcript {self.id}."]
        lines += [match.render() for match in self.matches]
        if self.not_found:
            lines.append(f"Not found: {', '.join(self.not_found)}.")
        return "\n".join(lines)


@operation(
    title="Search words",
    hints=READS,
    toolsets=("reading",),
    arguments=SearchWordsArguments,
    result=MatchesView,
)
def search_words(arguments: SearchWordsArguments) -> Flow[MatchesView]:
    found = yield from find_words(arguments.transcript_id, arguments.words)
    hit = [match for match in found.matches or () if match.count]
    most = max(1, _TIMES_SHOWN // max(1, len(hit)))
    matches = [
        Match(
            text=flat(match.text),
            count=match.count,
            timestamps=(match.timestamps or [])[:most],
            left_out=max(0, len(match.timestamps or ()) - most),
        )
        for match in hit
    ]
    hits = {match.text.lower() for match in matches}
    return MatchesView(
        id=arguments.transcript_id,
        total_count=found.total_count,
        matches=matches,
        not_found=[word for word in arguments.words if word.lower() not in hits],
    )
