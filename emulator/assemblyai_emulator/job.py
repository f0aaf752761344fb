"""What the server asks of a speech worker: one line of JSON."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Job:
    """One file to transcribe; times in milliseconds, named as in the API's own request."""

    path: str
    punctuate: bool = True
    format_text: bool = True
    multichannel: bool = False
    audio_start_from: int | None = None
    audio_end_at: int | None = None

    def to_line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        return cls(**json.loads(line))
