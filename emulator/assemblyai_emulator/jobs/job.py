"""A job as the server sends it to a worker process: one line of JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from assemblyai_emulator.redaction.spans import Span

FEATURES = (
    "custom_spelling",
    "speech_threshold",
    "redact_pii",
    "redact_pii_policies",
    "redact_pii_sub",
    "redact_pii_return_unredacted",
    "redact_static_entities",
    "redact_pii_audio_options",
    "entity_detection",
    "sentiment_analysis",
    "auto_highlights",
)
"""The request parameters that a worker handles besides the words themselves."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to transcribe. Times are in milliseconds and named as in the API's request.

    `features` are the ones of FEATURES that the request set. `redacted_audio` is where to write the redacted
    audio, if it was requested. With `hidden_spans`, in milliseconds, the words are known and only this is done.
    """

    path: str
    punctuate: bool = True
    format_text: bool = True
    multichannel: bool = False
    audio_start_from: int | None = None
    audio_end_at: int | None = None
    features: dict[str, Any] = field(default_factory=dict[str, Any])
    redacted_audio: str | None = None
    hidden_spans: list[Span] | None = None

    def to_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        return cls(**json.loads(line))
