"""The parts of the API's replies that we read; missing, null and new keys are all tolerated.

Field names and units: https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

from pydantic import BaseModel, ConfigDict

DELETED_URL = "http://deleted_by_user"
"""The audio_url that a deleted transcript keeps."""


class ApiReply(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Word(ApiReply):
    """A word; `start` and `end` in milliseconds."""

    text: str = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None


class Utterance(ApiReply):
    """An unbroken turn of one speaker; `start` and `end` in milliseconds."""

    text: str = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    words: list[Word] | None = None


class TranscriptWarning(ApiReply):
    message: str = ""


class Metadata(ApiReply):
    warnings: list[TranscriptWarning] | None = None


class Transcript(ApiReply):
    """A transcript; `audio_duration` in whole seconds, rounded up by the API."""

    id: str
    status: str
    audio_url: str | None = None
    audio_duration: float | None = None
    confidence: float | None = None
    error: str | None = None
    language_code: str | None = None
    metadata: Metadata | None = None
    speech_model_used: str | None = None
    text: str | None = None
    utterances: list[Utterance] | None = None
    words: list[Word] | None = None

    @property
    def deleted(self) -> bool:
        return self.audio_url == DELETED_URL

    @property
    def warnings(self) -> list[str]:
        found = self.metadata.warnings if self.metadata else None
        return [warning.message for warning in found or [] if warning.message]


class UploadedFile(ApiReply):
    upload_url: str


class WordSearchMatch(ApiReply):
    """One searched term; `timestamps` are [start, end] pairs in milliseconds."""

    text: str
    count: int = 0
    timestamps: list[tuple[int, int]] = []


class WordSearch(ApiReply):
    total_count: int = 0
    matches: list[WordSearchMatch] = []


class LemurText(ApiReply):
    request_id: str
    response: str


class LemurAnswer(ApiReply):
    question: str = ""
    answer: str = ""


class LemurAnswers(ApiReply):
    request_id: str
    response: list[LemurAnswer]


class LemurPurge(ApiReply):
    request_id_to_purge: str | None = None
    deleted: bool
