"""What a transcript holds besides its words, where it was asked for.

https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

from assemblyai_tools.api.reply import ApiReply, Count, Text


class Chapter(ApiReply):
    gist: Text = ""
    headline: Text = ""
    summary: Text = ""
    start: int | None = None
    end: int | None = None


class Entity(ApiReply):
    """Something named; the types change often, so they stay open."""

    entity_type: Text = ""
    text: Text = ""
    start: int | None = None
    end: int | None = None


class Sentiment(ApiReply):
    text: Text = ""
    sentiment: Text = ""
    confidence: float | None = None
    start: int | None = None
    end: int | None = None
    speaker: str | None = None


class Timestamp(ApiReply):
    start: int | None = None
    end: int | None = None


class Highlight(ApiReply):
    """A key phrase; `rank` is 0 to 1, and missing at times."""

    text: Text = ""
    count: Count = 0
    rank: float | None = None
    timestamps: list[Timestamp] | None = None


class Highlights(ApiReply):
    results: list[Highlight] | None = None


class Topics(ApiReply):
    """`summary` maps each topic to its relevance, 0 to 1."""

    summary: dict[str, float | None] | None = None


class SafetyLabel(ApiReply):
    label: Text = ""
    confidence: float | None = None
    severity: float | None = None


class SafetyResult(ApiReply):
    text: Text = ""
    labels: list[SafetyLabel] | None = None
    timestamp: Timestamp | None = None


class Safety(ApiReply):
    results: list[SafetyResult] | None = None


class Insights(ApiReply):
    """These parts of a transcript; the names are the API's."""

    auto_highlights_result: Highlights | None = None
    chapters: list[Chapter] | None = None
    content_safety_labels: Safety | None = None
    entities: list[Entity] | None = None
    iab_categories_result: Topics | None = None
    sentiment_analysis_results: list[Sentiment] | None = None
    summary: str | None = None
    translated_texts: dict[str, str | None] | None = None
