"""The parts of the API's replies that we read; missing, null and new keys are all tolerated.

Field names and units: https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

DELETED_URL = "http://deleted_by_user"
"""The audio_url that a deleted transcript keeps."""


def _text(value: Any) -> Any:
    return "" if value is None else value


def _count(value: Any) -> Any:
    return 0 if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Count = Annotated[int, BeforeValidator(_count)]


class ApiReply(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Word:
    """A word; `start` and `end` in milliseconds.

    Not a model like the rest: an hour of speech has nine thousand, twice, and as models they take four times as long
    to parse.
    """

    text: Text = ""
    start: int | None = None
    end: int | None = None
    confidence: float | None = None
    speaker: str | None = None


class Utterance(ApiReply):
    """An unbroken turn of one speaker; `start` and `end` in milliseconds."""

    text: Text = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    words: list[Word] | None = None


class TranscriptWarning(ApiReply):
    message: Text = ""


class Metadata(ApiReply):
    warnings: list[TranscriptWarning] | None = None


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


class Transcript(ApiReply):
    """A transcript; `audio_duration` in whole seconds, rounded up by the API."""

    id: str
    status: str
    audio_url: str | None = None
    audio_duration: float | None = None
    auto_highlights_result: Highlights | None = None
    chapters: list[Chapter] | None = None
    confidence: float | None = None
    content_safety_labels: Safety | None = None
    entities: list[Entity] | None = None
    error: str | None = None
    iab_categories_result: Topics | None = None
    language_code: str | None = None
    metadata: Metadata | None = None
    redact_pii_audio: bool | None = None
    sentiment_analysis_results: list[Sentiment] | None = None
    speech_model_used: str | None = None
    summary: str | None = None
    text: str | None = None
    translated_texts: dict[str, str | None] | None = None
    utterances: list[Utterance] | None = None
    words: list[Word] | None = None

    @property
    def deleted(self) -> bool:
        return self.audio_url == DELETED_URL

    @property
    def warnings(self) -> list[str]:
        found = self.metadata.warnings if self.metadata else None
        return [warning.message for warning in found or [] if warning.message]


class TranscriptListItem(ApiReply):
    """A row of the list; times as the API writes them, with or without a zone."""

    id: str
    status: str
    created: str | None = None
    completed: str | None = None
    audio_url: str | None = None
    error: str | None = None


class PageDetails(ApiReply):
    """`prev_url` leads to older transcripts, `next_url` to newer ones."""

    prev_url: str | None = None
    next_url: str | None = None


class TranscriptList(ApiReply):
    transcripts: list[TranscriptListItem]
    page_details: PageDetails | None = None


class Passage(ApiReply):
    """A sentence or a paragraph; times in milliseconds."""

    text: Text = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None


class Paragraph(Passage):
    """A paragraph, of which the service names no speaker, but of its words it does."""

    words: list[Word] | None = None


class Passages(ApiReply):
    """Sentences or paragraphs, whichever was asked for."""

    sentences: list[Passage] | None = None
    paragraphs: list[Paragraph] | None = None


class RedactedAudio(ApiReply):
    status: str | None = None
    redacted_audio_url: str


class StreamingToken(ApiReply):
    """A token; how long it lasts is said by today's call only."""

    token: str
    expires_in_seconds: int | None = None


class UploadedFile(ApiReply):
    upload_url: str


class WordSearchMatch(ApiReply):
    """One searched term; `timestamps` are [start, end] pairs in milliseconds."""

    text: Text = ""
    count: Count = 0
    timestamps: list[tuple[int, int]] | None = None


class WordSearch(ApiReply):
    total_count: Count = 0
    matches: list[WordSearchMatch] | None


class LemurText(ApiReply):
    request_id: str
    response: str


class LemurAnswer(ApiReply):
    question: Text = ""
    answer: Text = ""


class LemurAnswers(ApiReply):
    request_id: str
    response: list[LemurAnswer]


class LemurPurge(ApiReply):
    deleted: bool


class GatewayMessage(ApiReply):
    content: str | None = None
    refusal: str | None = None


class GatewayChoice(ApiReply):
    message: GatewayMessage | None = None
    finish_reason: str | None = None


class GatewayProblem(ApiReply):
    message: Text = ""


class GatewayMetadata(ApiReply):
    errors: list[str | GatewayProblem] | None = None


class GatewayReply(ApiReply):
    """A chat completion; a refusal may come as one, with its reasons in the metadata."""

    request_id: str | None = None
    choices: list[GatewayChoice] | None = None
    message: str | None = None
    metadata: GatewayMetadata | None = None


class GatewayModel(ApiReply):
    id: str
    context_length: int | None = None


class GatewayModels(ApiReply):
    data: list[GatewayModel] | None = None
