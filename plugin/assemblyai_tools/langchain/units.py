"""A transcript in pieces: whole, or by paragraph, sentence or speaker turn."""

from typing import Literal, TypeAlias

from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow, Request, fetch, path
from assemblyai_tools.operations.passages import read_passages
from assemblyai_tools.replies import Transcript
from assemblyai_tools.shaping import clean
from assemblyai_tools.speech import Line, check_readable, line_of

Unit: TypeAlias = Literal["whole", "paragraph", "sentence", "turn"]


def pieces(transcript_id: str, by: Unit) -> Flow[list[Line]]:
    """The pieces of a completed transcript, in order; times in milliseconds.

    Raises InvalidArgumentsError for turns of a transcript that has none, or if it is not completed.
    """
    if by in ("paragraph", "sentence"):
        return (yield from read_passages(by, transcript_id))
    resource = path("/v2/transcript/{transcript_id}", transcript_id=transcript_id)
    transcript = yield from fetch(Request("GET", resource), Transcript)
    check_readable(transcript)
    return [_whole(transcript)] if by == "whole" else _turns(transcript)


def _whole(transcript: Transcript) -> Line:
    words = transcript.words or []
    speakers = {turn.speaker for turn in transcript.utterances or ()}
    return Line(
        text=clean(transcript.text or ""),
        start=next((word.start for word in words if word.start is not None), None),
        end=next((word.end for word in reversed(words) if word.end is not None), None),
        speaker=speakers.pop() if len(speakers) == 1 else None,
    )


def _turns(transcript: Transcript) -> list[Line]:
    if not transcript.utterances and transcript.text:
        raise InvalidArgumentsError(
            f"Transcript {transcript.id} has no speaker turns.",
            next_step="Transcribe with speaker_labels or multichannel, or load it by sentence.",
        )
    return [line_of(turn, turn.text) for turn in transcript.utterances or ()]
