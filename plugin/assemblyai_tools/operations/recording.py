"""Keeping the ledger up to date about transcripts that are read."""

from functools import partial

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.flow import Flow
from assemblyai_tools.ledger_steps import ForgetTranscript, Known, RecordTranscript
from assemblyai_tools.text import flat, shorten

_FIRST_WORDS = 80
"""Characters of the text by which a person can recognize it."""


def record_end(transcript: Transcript) -> Flow[None]:
    """Remember how a transcript ended, so that lists can say what it is about."""
    if transcript.deleted:
        yield ForgetTranscript(transcript.id)
    elif transcript.status in ("completed", "error"):
        yield RecordTranscript(transcript.id, transcript.status, partial(_known, transcript))


def _known(transcript: Transcript) -> Known:
    return Known(
        transcript.id,
        transcript.status,
        audio_duration=transcript.audio_duration,
        language_code=transcript.language_code,
        first_words=first_words(transcript) or None,
    )


def first_words(transcript: Transcript) -> str:
    """The start of what was said, on one line."""
    return "" if transcript.deleted else shorten(flat(transcript.text or ""), _FIRST_WORDS)
