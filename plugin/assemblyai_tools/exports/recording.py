"""A completed transcript, read once for all files that are made of it."""

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_unnamed
from assemblyai_tools.documents.recording import Recording
from assemblyai_tools.flow import Flow
from assemblyai_tools.operations.recording import record_end
from assemblyai_tools.results.speech import check_readable


def read_recording(transcript_id: str, transcript: Transcript | None = None) -> Flow[Recording]:
    """Read a transcript, unless it is given as it was read. Raises InvalidArgumentsError if it is not completed."""
    if transcript is None or transcript.reply is None:
        transcript = yield from read_unnamed(transcript_id)
        yield from record_end(transcript)
    check_readable(transcript)
    return Recording(transcript)
