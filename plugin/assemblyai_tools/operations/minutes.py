"""Minutes in a new file: what a language model notes of transcripts, and what was said.

The names are LeMUR's; its successor is at https://www.assemblyai.com/docs/llm-gateway/quickstart.
"""

from collections.abc import Sequence
from functools import partial

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_unnamed
from assemblyai_tools.documents.about import Facts
from assemblyai_tools.documents.minutes import WRITERS, Minutes, Speech, noted_text
from assemblyai_tools.documents.recording import Recording, Row
from assemblyai_tools.documents.word import check_installed
from assemblyai_tools.errors import FileAccessError, UnsavedAnswerError
from assemblyai_tools.flow import Flow, check_new_file, choices, save
from assemblyai_tools.llm.minutes import Topic, take_minutes
from assemblyai_tools.operations.reasoning_arguments import MinutesArguments
from assemblyai_tools.operations.text_answer import TextAnswer, can_purge, within_budget
from assemblyai_tools.results.speech import check_readable
from assemblyai_tools.text import count, flat

_ONE_TEXT = "The model did not answer in parts, so all that it wrote stands as the summary."


def saved_minutes(
    arguments: MinutesArguments, path: str, form: str, *, name: str, topics: Sequence[Topic]
) -> Flow[TextAnswer]:
    """Ask about these topics, and write a document (`form`: md or docx) of the answers and the transcripts.

    What keeps the file from being written is found before anything is paid: FileAccessError, MissingExtraError. If it
    cannot be written afterwards, an UnsavedAnswerError has what the model wrote.
    """
    chosen = yield from choices()
    if form == "docx":
        check_installed()
    yield from check_new_file(path)
    facts, speech = yield from _said(arguments)
    noted = yield from take_minutes(chosen, arguments.parameters(), topics, arguments.answer_format)
    title = speech[0].title if len(speech) == 1 else count(len(speech), "recording")
    minutes = Minutes(f"{name}: {title}" if title else name, facts, noted, speech)
    text = noted_text(noted)
    try:
        saved = yield from save(path, partial(WRITERS[form], minutes))
    except FileAccessError as error:
        raise UnsavedAnswerError.of(error, text) from None
    shown, notes = within_budget(text, cut=noted.is_cut, advice="the file has all of them")
    return TextAnswer(
        response=shown,
        request_id=noted.request_id,
        purgeable=can_purge(chosen),
        notes=[_ONE_TEXT, *notes] if noted.is_one_text else notes,
        saved_to=saved,
    )


def _said(arguments: MinutesArguments) -> Flow[tuple[Facts, Sequence[Speech]]]:
    """What is known of the recordings, and what was said in each."""
    if arguments.transcript is not None:
        facts, said = yield from _said_in(arguments.transcript)
        return facts, [said]
    if arguments.input_text is not None:
        given = [Row(text=line) for line in map(flat, arguments.input_text.splitlines()) if line]
        return [], [Speech("", given)]
    facts = []
    speech: list[Speech] = []
    for transcript_id in arguments.transcript_ids or ():
        transcript = yield from read_unnamed(transcript_id)
        check_readable(transcript)
        facts, said = yield from _said_in(transcript)
        speech.append(said)
    several = [("Recordings", ", ".join(one.title for one in speech))]
    return facts if len(speech) == 1 else several, speech


def _said_in(transcript: Transcript) -> Flow[tuple[Facts, Speech]]:
    """The same of one completed transcript, with its speakers' labels."""
    recording = Recording(transcript)
    rows = yield from recording.shown_rows("paragraph")
    return recording.facts(rows), Speech((yield from recording.title()), rows)
