"""A transcript in chunks: the whole of it, or one chunk for each paragraph, sentence or speaker turn."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from assemblyai_tools.api.passages import Paragraph, Passage, read_passages
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_transcript
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow
from assemblyai_tools.operations.passages import passage_lines
from assemblyai_tools.results.speech import Line, Timed, check_readable, line_of
from assemblyai_tools.shown import Lines

Unit: TypeAlias = Literal["whole", "paragraph", "sentence", "turn"]
"""What a chunk holds."""


class WholeTranscript(Line):
    """A whole transcript as one chunk; `audio_duration` in seconds."""

    text: Lines
    audio_duration: float | None = None
    language_code: str | None = None


def read_chunks(transcript_id: str, by: Unit) -> Flow[Sequence[Line]]:
    """Read the chunks of a completed transcript, in order; times in milliseconds.

    Raises InvalidArgumentsError if the transcript is not completed, or has no turns to split it by.
    """
    if by == "sentence":
        return (yield from passage_lines(by, transcript_id))
    if by == "paragraph":
        return [_paragraph(one) for one in (yield from read_passages(by, transcript_id))]
    transcript = yield from read_transcript(transcript_id)
    check_readable(transcript)
    return [_whole(transcript)] if by == "whole" else _turns(transcript)


def _paragraph(passage: Passage) -> Line:
    """The paragraph as a line. It has a speaker if the same one said every word."""
    line = line_of(passage, passage.text)
    words = passage.words if isinstance(passage, Paragraph) else None
    return line.model_copy(update={"speaker": line.speaker or _only_speaker(words)})


def _only_speaker(parts: Iterable[Timed] | None) -> str | None:
    speakers = {line_of(part, "").speaker for part in parts or ()}
    return speakers.pop() if len(speakers) == 1 else None


def _whole(transcript: Transcript) -> WholeTranscript:
    words = transcript.words or []
    return WholeTranscript(
        text=transcript.text or "",
        start=next((word.start for word in words if word.start is not None), None),
        end=next((word.end for word in reversed(words) if word.end is not None), None),
        speaker=_only_speaker(transcript.utterances),
        audio_duration=transcript.audio_duration,
        language_code=transcript.language_code,
    )


def _turns(transcript: Transcript) -> list[Line]:
    if not transcript.utterances and transcript.text:
        raise InvalidArgumentsError(
            f"Transcript {transcript.id} has no speaker turns.",
            next_step="Transcribe with speaker_labels or multichannel, or load it by sentence.",
        )
    return [line_of(turn, turn.text) for turn in transcript.utterances or ()]
