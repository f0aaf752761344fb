"""The page that shows a transcript, as one HTML document."""

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.flow import Flow
from assemblyai_tools.viewer.answers import Answers
from assemblyai_tools.viewer.audio import media_source
from assemblyai_tools.viewer.shown import transcript_shown
from assemblyai_viewer import page

page(None)  # reads the page's files now: a flow does no I/O, and may run on an event loop


def transcript_html(
    transcript_id: str,
    *,
    audio: str | None = None,
    answers: Answers = (),
    transcript: Transcript | None = None,
) -> Flow[str]:
    """A page to read, hear and search a transcript, with all its data inside: `client.run(transcript_html("..."))`.

    It is one HTML document that asks nobody for anything but the audio. `audio` is where it plays from: a web address,
    a path from the page to a file, or a data: URL; "address" for the address that was transcribed, unless that is the
    service's or has a query, a fragment or a user name. None for nothing: the reader can choose the recording's file in
    the page. Whoever gets the page can read an address that is in it, so give none that has a key in its path.

    `answers` (what ask_question gave) are shown with their quotes. Of a redacted transcript, entities, highlights,
    chapters, topics and the summary are left out. A transcript that is not completed gives a page that says so.
    A `transcript` that was read already is not read again.

    Raises an AssemblyAIError, such as NotFoundError; InvalidArgumentsError for an `audio` that is none of these.
    """
    shown = yield from transcript_shown(transcript_id, audio=audio, answers=answers, transcript=transcript)
    src = shown["audio"]["src"]
    return page(shown, media=media_source(src) if src else "")
