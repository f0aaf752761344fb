"""Captions of a transcript that was read, in any format."""

from collections.abc import Mapping
from functools import partial

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_unnamed, speaker_names
from assemblyai_tools.captions.cues import cues_of
from assemblyai_tools.captions.formats import WRITERS
from assemblyai_tools.captions.style import Style
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow, compute
from assemblyai_tools.results.speech import check_readable
from assemblyai_tools.text import flat


def word_captions(
    transcript_id: str, form: str, style: Style, transcript: Transcript | None = None
) -> Flow[tuple[str, int]]:
    """Captions of a completed transcript, and their number: 0 if nothing was said. `form`: srt, vtt or ttml.

    `transcript` is the same, if it was read already with its speakers' labels. Raises InvalidArgumentsError if it is
    not completed, or if none of its words has a time.
    """
    read = transcript or (yield from read_unnamed(transcript_id))
    check_readable(read)
    names = yield from speaker_names(transcript_id)
    text, number = yield from compute(partial(_written, read, form, style, names))
    if not number and flat(read.text or ""):
        raise InvalidArgumentsError(
            f"No word of transcript {transcript_id} has a time, so no captions can be made of its words.",
            next_step="As srt or vtt, without options for speakers, lines or limits, the service makes them itself.",
        )
    return text, number


def _written(transcript: Transcript, form: str, style: Style, names: Mapping[str, str]) -> tuple[str, int]:
    cues = cues_of(transcript, style, names)
    return WRITERS[form](cues, transcript.language_code), len(cues)
