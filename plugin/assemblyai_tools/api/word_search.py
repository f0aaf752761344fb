"""Found words (https://www.assemblyai.com/docs/api-reference/transcripts/word-search)."""

from assemblyai_tools.api.reply import ApiReply, Count, Text


class WordSearchMatch(ApiReply):
    """One searched term; `timestamps` are [start, end] pairs in milliseconds."""

    text: Text = ""
    count: Count = 0
    timestamps: list[tuple[int, int]] | None = None


class WordSearch(ApiReply):
    total_count: Count = 0
    matches: list[WordSearchMatch] | None
