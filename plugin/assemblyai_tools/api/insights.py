"""The parts of a transcript besides its words; each is there if the request asked for it.

https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

from assemblyai_tools.api.reply import ApiReply, CountOrZero, TextOrEmpty


class Chapter(ApiReply):
    gist: TextOrEmpty = ""
    headline: TextOrEmpty = ""
    summary: TextOrEmpty = ""
    start: int | None = None
    end: int | None = None


class Entity(ApiReply):
    """A named entity; its type is any string, as the types change often."""

    entity_type: TextOrEmpty = ""
    text: TextOrEmpty = ""
    start: int | None = None
    end: int | None = None


class Sentiment(ApiReply):
    text: TextOrEmpty = ""
    sentiment: TextOrEmpty = ""
    confidence: float | None = None
    start: int | None = None
    end: int | None = None
    speaker: str | None = None


class Timestamp(ApiReply):
    start: int | None = None
    end: int | None = None


class Highlight(ApiReply):
    """A key phrase; `rank` is 0 to 1 and sometimes missing."""

    text: TextOrEmpty = ""
    count: CountOrZero = 0
    rank: float | None = None
    timestamps: list[Timestamp] | None = None


class Highlights(ApiReply):
    results: list[Highlight] | None = None


class Topics(ApiReply):
    """`summary` maps each topic to its relevance, 0 to 1."""

    summary: dict[str, float | None] | None = None


class SafetyLabel(ApiReply):
    label: TextOrEmpty = ""
    confidence: float | None = None
    severity: float | None = None


class SafetyResult(ApiReply):
    text: TextOrEmpty = ""
    labels: list[SafetyLabel] | None = None
    timestamp: Timestamp | None = None


class Safety(ApiReply):
    results: list[SafetyResult] | None = None


class Insights(ApiReply):
    """All these parts of one transcript, under the API's names."""

    auto_highlights_result: Highlights | None = None
    chapters: list[Chapter] | None = None
    content_safety_labels: Safety | None = None
    entities: list[Entity] | None = None
    iab_categories_result: Topics | None = None
    sentiment_analysis_results: list[Sentiment] | None = None
    summary: str | None = None
    translated_texts: dict[str, str | None] | None = None
