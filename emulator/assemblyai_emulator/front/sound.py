"""Which audio belongs to a transcript on the page, and the file itself, in whole or in part."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.store.audio_files import AudioFiles
from assemblyai_emulator.store.transcripts import Transcript

_BYTES = 16
_TYPES = (
    (0, b"RIFF", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (4, b"ftyp", "audio/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
)
"""Where each kind of file has which bytes. Players that believe the type need it; what a file calls itself is not."""

_REDACTED = "The audio is the redacted copy: what was hidden in the words is not heard in it."
_NOT_REDACTED = (
    "The audio is not played: the words are redacted, but no redacted audio was asked for, and the original says what "
    "they hide. Transcribe it with redact_pii_audio to hear it redacted."
)
_NOTHING_REDACTED = (
    "The audio is not played: redacted audio was asked for, and there is none, because no speech was found."
)
_DOWNLOADED = "There is no audio to play: the emulator keeps no copy of what it downloads from a URL."
_EXPIRED = (
    "There is no audio to play: the upload is gone. Uploads are removed at the first start after 48 hours, and when "
    "one of their transcripts is deleted."
)


@dataclass(frozen=True, slots=True)
class Sound:
    """The file to play, or None; `note` says which one it is, or why there is none."""

    path: Path | None
    note: str | None


async def of(transcript: Transcript, files: AudioFiles) -> Sound:
    """The sound that hides what the transcript hides. The original never stands in for a redacted copy."""
    if transcript.deleted or transcript.status != "completed":
        return Sound(None, None)
    given = transcript.parameters
    if given.get("redact_pii") or given.get("redact_pii_audio"):
        return await _redacted(transcript, files)
    if transcript.upload_id is None:
        return Sound(None, _DOWNLOADED)
    path = files.upload(transcript.upload_id)
    return Sound(path, None) if await asyncio.to_thread(path.is_file) else Sound(None, _EXPIRED)


async def _redacted(transcript: Transcript, files: AudioFiles) -> Sound:
    if not transcript.parameters.get("redact_pii_audio"):
        return Sound(None, _NOT_REDACTED)
    name = transcript.result.get(AUDIO_FILE)
    path = await asyncio.to_thread(files.find_redacted_copy, name) if name else None
    return Sound(path, _REDACTED) if path else Sound(None, _NOTHING_REDACTED)


def media_type(path: Path) -> str:
    """The type that the file's first bytes name. Never one that a browser would run or show as a page."""
    with path.open("rb") as file:
        head = file.read(_BYTES)
    return next((kind for at, mark, kind in _TYPES if head.startswith(mark, at)), "application/octet-stream")
