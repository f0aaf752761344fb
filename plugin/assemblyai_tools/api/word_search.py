"""Word search (https://www.assemblyai.com/docs/api-reference/transcripts/word-search)."""

from collections.abc import Sequence

from assemblyai_tools.api.reply import ApiReply, CountOrZero, TextOrEmpty
from assemblyai_tools.api.transcripts import resource
from assemblyai_tools.flow import Flow, Request, fetch


class WordSearchMatch(ApiReply):
    """One search term; `timestamps` are [start, end] pairs in milliseconds."""

    text: TextOrEmpty = ""
    count: CountOrZero = 0
    timestamps: list[tuple[int, int]] | None = None


class WordSearch(ApiReply):
    total_count: CountOrZero = 0
    matches: list[WordSearchMatch] | None


def find_words(transcript_id: str, words: Sequence[str]) -> Flow[WordSearch]:
    """Search a completed transcript for words and short phrases; none may hold a comma."""
    request = Request("GET", resource(transcript_id, "/word-search"), query={"words": ",".join(words)})
    return (yield from fetch(request, WordSearch))
