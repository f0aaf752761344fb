"""The words of a transcript as the caller may see them, and the redacted audio that belongs to them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.redaction import audio, hiding
from assemblyai_emulator.redaction.audio import Cover
from assemblyai_emulator.redaction.spans import Span, spans
from assemblyai_emulator.wording.custom_spelling import respelled
from assemblyai_emulator.wording.transcript_text import text_fields, unredacted_fields
from assemblyai_emulator.wording.words import Word


def results(words: Sequence[Word], job: Job, progress: Callable[[], None]) -> dict[str, Any]:
    """The text keys, redacted if that was asked for, and in the caller's own spelling.

    What is to be hidden is decided before anything is respelled: a new spelling could hide a cue. Writes the
    redacted audio if `job.redacted_audio` says where, and names the file in `AUDIO_FILE`.
    """
    features = job.features
    spellings = features.get("custom_spelling") or ()
    if not features.get("redact_pii"):
        return text_fields(respelled(words, spellings), multichannel=job.multichannel)
    hidden = hiding.labels(words, features)
    shown = hiding.redacted(words, hidden, features.get("redact_pii_sub") or "hash")
    keys = text_fields(respelled(shown, spellings), multichannel=job.multichannel)
    if features.get("redact_pii_return_unredacted"):
        keys |= unredacted_fields(respelled(words, spellings), multichannel=job.multichannel)
    options: dict[str, Any] = features.get("redact_pii_audio_options") or {}
    if job.redacted_audio and (words or options.get("return_redacted_no_speech_audio")):
        target = Path(job.redacted_audio)
        audio.write(Path(job.path), target, _cover(job, options, spans(words, hidden)), progress)
        keys[AUDIO_FILE] = target.name
    return keys


def _cover(job: Job, options: Mapping[str, Any], stretches: Sequence[Span]) -> Cover:
    return Cover(
        stretches,
        beep=options.get("override_audio_redaction_method") != "silence",
        start_ms=job.audio_start_from or 0,
        end_ms=job.audio_end_at,
    )
