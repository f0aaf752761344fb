"""The text that a model reasons over: transcripts joined into one, checked against the model's context window."""

from collections.abc import Sequence

from assemblyai_tools.api.gateway import list_models
from assemblyai_tools.api.transcripts import read_transcript
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow
from assemblyai_tools.results.speech import check_readable, lines_of

_DEFAULT_WINDOW = 128_000
"""Tokens in the context window of a model that the gateway does not list."""

_CHARACTERS_PER_TOKEN = 3
"""Characters per token: fewer than the average of English (about four), so an estimate that fits really does."""


def joined_transcripts(transcript_ids: Sequence[str]) -> Flow[str]:
    """Read the transcripts and join their texts, with times and, where known, speakers.

    Raises InvalidArgumentsError if one is not completed.
    """
    texts: list[str] = []
    for transcript_id in transcript_ids:
        transcript = yield from read_transcript(transcript_id)
        check_readable(transcript)
        speech = "\n".join(line.render() for line in lines_of(transcript))
        texts.append(f"Transcript {transcript_id}:\n{speech}")
    return "\n\n".join(texts)


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
