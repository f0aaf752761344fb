"""The transcripts that a step of a chain is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError
from assemblyai_tools.results.transcript_view import TranscriptView
from assemblyai_tools.streaming.live_transcript import LiveTranscript

OneTranscript: TypeAlias = TranscriptView | str
"""A transcript, or its id."""

Transcripts: TypeAlias = OneTranscript | Sequence[OneTranscript]


@dataclass(frozen=True, slots=True)
class OfTranscripts:
    """The arguments for transcripts, with those that were fixed when the step was created."""

    fixed: Mapping[str, Any]

    def __call__(self, given: Transcripts | LiveTranscript) -> Mapping[str, Any]:
        return {**self.fixed, "transcript_ids": ids_of(given)}


def ids_of(given: Transcripts | LiveTranscript) -> list[str]:
    """The ids of transcripts. Raises an AssemblyAIError with the id of one that is not completed yet."""
    several = [given] if isinstance(given, str | TranscriptView | LiveTranscript) else given
    return [one if isinstance(one, str) else _completed_id(one) for one in several]


def _completed_id(view: TranscriptView | LiveTranscript) -> str:
    if isinstance(view, LiveTranscript):
        raise InvalidArgumentsError(
            f"{view.id} is live speech, which the service does not know as a transcript.",
            next_step="Give it, alone, to a step of ask, summarize, extract_action_items or run_task.",
        )
    if view.status != "completed":
        raise AssemblyAIError(
            f"Transcript {view.id} is {view.status}, so there is nothing to reason over yet.",
            next_step="Wait for it with get_transcript and wait_seconds, then go on with its id.",
            transcript_id=view.id,
        )
    return view.id
