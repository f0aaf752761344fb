"""Files of one transcript (https://www.assemblyai.com/docs/api-reference/transcripts/get)."""

from collections.abc import Callable, Mapping, Sequence

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.captions.making import word_captions
from assemblyai_tools.captions.style import Style
from assemblyai_tools.documents.recording import Recording
from assemblyai_tools.documents.word import check_installed
from assemblyai_tools.errors import InvalidArgumentsError, concerning
from assemblyai_tools.exports.csv_table import csv_table
from assemblyai_tools.exports.formats import FORMATS
from assemblyai_tools.exports.markdown import markdown
from assemblyai_tools.exports.recording import read_recording
from assemblyai_tools.exports.word_document import word_document
from assemblyai_tools.flow import Flow
from assemblyai_tools.operations.subtitles import read_captions
from assemblyai_tools.text import clean, closest, shorten

_CAPTIONS = ("srt", "vtt", "ttml")
"""The formats of captions."""

_OF_THE_SERVICE = ("srt", "vtt")
"""Those that the service makes itself, unless they are to look otherwise."""


def export(
    transcript_id: str,
    formats: Sequence[str],
    *,
    chars_per_caption: int | None = None,
    captions: Style | None = None,
    transcript: Transcript | None = None,
) -> Flow[Mapping[str, bytes]]:
    """The content of a file in each of these formats (names of FORMATS), by the format's name; texts are UTF-8.

    `chars_per_caption` is the longest caption in characters, for srt and vtt only. With `captions` they are made of
    the words and look so, as ttml always is. Nothing is read that the formats do not need, nor a `transcript` that
    was read already, with its speakers' labels. Raises an AssemblyAIError: InvalidArgumentsError for an unknown format
    and for a transcript that is not completed, MissingExtraError for docx without python-docx.
    """
    wanted = tuple(dict.fromkeys(formats))
    for name in wanted:
        _check_format(name)
    if "docx" in wanted:
        check_installed()
    with concerning(transcript_id):
        made = [name for name in wanted if captions or name not in _OF_THE_SERVICE]
        files = dict.fromkeys(wanted, b"")
        if made:
            recording = yield from read_recording(transcript_id, transcript)
            for name in made:
                files[name] = yield from _made(recording, name, captions or Style())
        for name in (name for name in wanted if name not in made):
            files[name] = clean((yield from read_captions(transcript_id, name, chars_per_caption))).encode()
        return files


def _check_format(name: str) -> None:
    if name not in FORMATS:
        close = closest(name, FORMATS)
        hint = f"Did you mean {close}?" if close else f"There are {', '.join(FORMATS)}."
        raise InvalidArgumentsError(f"There is no format {shorten(name)!r}.", next_step=hint)


def _made(recording: Recording, name: str, style: Style) -> Flow[bytes]:
    """The file in a format that the service does not make."""
    if name not in _CAPTIONS:
        return (yield from _MAKERS[name](recording))
    transcript = recording.transcript
    text, _ = yield from word_captions(transcript.id, name, style, transcript)
    return text.encode(errors="replace")


def _text(recording: Recording) -> Flow[bytes]:
    """What was said. Without speakers it is the service's own text, not put together from words."""
    if recording.transcript.utterances:
        rows = yield from recording.shown_rows("sentence")
        return "".join(f"{row.said_by}{row.text}\n" for row in rows).encode()
    text = clean(recording.transcript.text or "").strip()
    return f"{text}\n".encode() if text else b""


def _json(recording: Recording) -> Flow[bytes]:
    yield from ()
    reply = recording.transcript.reply
    return reply.body if reply else b""


def _html(recording: Recording) -> Flow[bytes]:
    from assemblyai_tools.viewer.html import transcript_html  # noqa: PLC0415 - it reads the page's files

    page = yield from transcript_html(recording.transcript.id, transcript=recording.transcript)
    return page.encode()


_MAKERS: Mapping[str, Callable[[Recording], Flow[bytes]]] = {
    "text": _text,
    "json": _json,
    "md": markdown,
    "csv": csv_table,
    "docx": word_document,
    "html": _html,
}
"""What makes the files of each format other than captions."""
