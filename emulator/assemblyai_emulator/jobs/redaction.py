"""The step of a transcription that redacts the words and the audio, if the request asks for it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.redaction import audio, pii
from assemblyai_emulator.redaction.audio import Mask
from assemblyai_emulator.redaction.spans import Span, spans
from assemblyai_emulator.store import failures
from assemblyai_emulator.wording.custom_spelling import respelled
from assemblyai_emulator.wording.transcript_text import text_fields, unredacted_fields
from assemblyai_emulator.wording.words import Word


def results(words: Sequence[Word], job: Job, progress: Callable[[], None]) -> dict[str, Any]:
    """The text fields, with redaction and custom spelling applied.

    Redaction comes first: a custom spelling could remove a word that it relies on. If `job.redacted_audio` is
    set, the redacted audio is written there, and `AUDIO_FILE` holds its name. Raises StorageError if the disk is
    full or fails.
    """
    features = job.features
    spellings = features.get("custom_spelling") or ()
    if not features.get("redact_pii"):
        return text_fields(respelled(words, spellings), multichannel=job.multichannel)
    hidden = pii.labels(words, features)
    shown = pii.redacted(words, hidden, features.get("redact_pii_sub") or "hash")
    fields = text_fields(respelled(shown, spellings), multichannel=job.multichannel)
    if features.get("redact_pii_return_unredacted"):
        fields |= unredacted_fields(respelled(words, spellings), multichannel=job.multichannel)
    options: dict[str, Any] = features.get("redact_pii_audio_options") or {}
    if job.redacted_audio and (words or options.get("return_redacted_no_speech_audio")):
        target = Path(job.redacted_audio)
        with failures.reported():
            audio.write(Path(job.path), target, _mask(job, options, spans(words, hidden)), progress)
        fields[AUDIO_FILE] = target.name
    return fields


def _mask(job: Job, options: Mapping[str, Any], hidden: Sequence[Span]) -> Mask:
    return Mask(
        hidden,
        beep=options.get("override_audio_redaction_method") != "silence",
        start_ms=job.audio_start_from or 0,
        end_ms=job.audio_end_at,
    )
