"""The step of a transcription that redacts the words and the audio, if the request asks for it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.parameters.redaction import returns_audio_without_speech
from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.redaction import audio, pii
from assemblyai_emulator.redaction.audio import Mask
from assemblyai_emulator.redaction.spans import Span, spans
from assemblyai_emulator.store import failures, free_space
from assemblyai_emulator.wording.custom_spelling import respelled
from assemblyai_emulator.wording.transcript_text import text_fields, unredacted_fields
from assemblyai_emulator.wording.words import Word


def results(words: Sequence[Word], job: Job, decoded: Callable[[float], None]) -> dict[str, Any]:
    """The text fields, with redaction and custom spelling applied.

    Redaction comes first: a custom spelling could remove a word that it relies on. If `job.redacted_audio` is
    set, the redacted audio is written there, and `AUDIO_FILE` holds its name. Raises StorageError if the disk is
    full or fails.
    """
    features = job.features
    spellings = features.get("custom_spelling") or ()
    if not features.get("redact_pii"):
        return text_fields(respelled(words, spellings), with_turns=job.has_speakers)
    hidden = pii.labels(words, features)
    shown = pii.redacted(words, hidden, features.get("redact_pii_sub") or "hash")
    fields = text_fields(respelled(shown, spellings), with_turns=job.has_speakers)
    if features.get("redact_pii_return_unredacted"):
        fields |= unredacted_fields(respelled(words, spellings), with_turns=job.has_speakers)
    if words or returns_audio_without_speech(features):
        fields |= redacted_audio(job, spans(words, hidden), decoded)
    return fields


def redacted_audio(job: Job, hidden: Sequence[Span], decoded: Callable[[float], None]) -> dict[str, Any]:
    """Write the redacted audio, if the job asks for it. `AUDIO_FILE` holds its name. Raises StorageError.

    `decoded` is called with the seconds of audio written so far.
    """
    if not job.redacted_audio:
        return {}
    target = Path(job.redacted_audio)

    def written(seconds: float) -> None:
        free_space.check(target.parent)
        decoded(seconds)

    options: dict[str, Any] = job.features.get("redact_pii_audio_options") or {}
    with failures.reported():
        audio.write(Path(job.path), target, _mask(job, options, hidden), written)
    return {AUDIO_FILE: target.name}


def _mask(job: Job, options: Mapping[str, Any], hidden: Sequence[Span]) -> Mask:
    return Mask(
        hidden,
        beep=options.get("override_audio_redaction_method") != "silence",
        start_ms=job.audio_start_from or 0,
        end_ms=job.audio_end_at,
    )
