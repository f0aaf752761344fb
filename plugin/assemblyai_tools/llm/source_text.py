"""The text that a model reasons over: transcripts joined into one, checked against the model's context window."""

from collections.abc import Sequence

from assemblyai_tools.api.gateway import list_models
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_transcript
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow
from assemblyai_tools.results.speech import check_readable, lines_of, spoken_text

_DEFAULT_WINDOW = 128_000
"""Tokens in the context window of a model that the gateway does not list."""

_CHARACTERS_PER_TOKEN = 3
"""Characters per token: fewer than the average of English (about four), so an estimate that fits really does."""

_NAMED = 5
"""Transcripts that an error names, at most."""


def joined_transcripts(transcript_ids: Sequence[str]) -> Flow[str]:
    """Read the transcripts and join their texts, with times and, where known, speakers.

    Raises InvalidArgumentsError if one is not completed, or if nothing was said in any of them.
    """
    texts: list[str] = []
    silent = True
    for transcript_id in transcript_ids:
        transcript = yield from _read(transcript_id)
        silent = silent and not _has_speech(transcript)
        texts.append(f"Transcript {transcript_id}:\n{spoken_text(transcript)}")
    if silent:
        raise _nothing_said(transcript_ids)
    return "\n\n".join(texts)


def require_speech(transcript_ids: Sequence[str]) -> Flow[None]:
    """Read the transcripts until one has speech, which is mostly the first; reads are free.

    Raises InvalidArgumentsError if one that was read is not completed, or if nothing was said in any of them.
    """
    for transcript_id in transcript_ids:
        if _has_speech((yield from _read(transcript_id))):
            return
    if transcript_ids:
        raise _nothing_said(transcript_ids)


def _read(transcript_id: str) -> Flow[Transcript]:
    transcript = yield from read_transcript(transcript_id)
    check_readable(transcript)
    return transcript


def _has_speech(transcript: Transcript) -> bool:
    return bool((transcript.text or "").strip() or any(line.text for line in lines_of(transcript)))


def _nothing_said(transcript_ids: Sequence[str]) -> InvalidArgumentsError:
    several = len(transcript_ids) > 1
    names = ", ".join(transcript_ids[:_NAMED]) + (", ..." if len(transcript_ids) > _NAMED else "")
    return InvalidArgumentsError(
        f"Nothing was said in transcript{'s' if several else ''} {names}, so no language model was asked and nothing "
        "was billed.",
        next_step="Say that the recording has no speech, or check that it is the right one.",
    )


def check_context_window(text: str, model: str, max_tokens: int) -> Flow[None]:
    """Raise InvalidArgumentsError if a text does not fit a model's context window."""
    listed = yield from list_models()
    window = (
        next((one.context_length for one in listed.data or () if one.id == model), None) or _DEFAULT_WINDOW
    )
    room = (window - max_tokens) * _CHARACTERS_PER_TOKEN
    if len(text) > room:
        raise InvalidArgumentsError(
            f"The text has {len(text):,} characters; {model} takes about {max(0, room):,}.",
            next_step="Ask about less at a time, or name a final_model with a larger window.",
        )
