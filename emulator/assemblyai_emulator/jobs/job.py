"""What the server asks of a speech worker: one line of JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

# The parameters of a request that ask a worker for more than words.
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


@dataclass(frozen=True, slots=True)
class Job:
    """One file to transcribe; times in milliseconds, named as in the API's own request.

    `features` are those of FEATURES that the request set, `redacted_audio` is the file to write
    when sound is to be redacted too.
    """

    path: str
    punctuate: bool = True
    format_text: bool = True
    multichannel: bool = False
    audio_start_from: int | None = None
    audio_end_at: int | None = None
    features: dict[str, Any] = field(default_factory=dict[str, Any])
    redacted_audio: str | None = None

    def to_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        return cls(**json.loads(line))
