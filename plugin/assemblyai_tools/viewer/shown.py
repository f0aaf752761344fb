"""Makes what the page shows of a transcript (https://www.assemblyai.com/docs/api-reference/transcripts/get)."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypedDict

from assemblyai_tools.api.passages import Passage, read_passages
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_unnamed, speaker_names
from assemblyai_tools.documents.about import SILENCE, facts_of, is_length, title_of
from assemblyai_tools.errors import AssemblyAIError, concerning
from assemblyai_tools.flow import Flow
from assemblyai_tools.operations.recording import record_end
from assemblyai_tools.text import flat, without_secrets
from assemblyai_tools.viewer.answers import Answers, answers_of
from assemblyai_tools.viewer.audio import audio_of
from assemblyai_tools.viewer.findings import findings_of, retells_speech
from assemblyai_tools.viewer.redaction import AUDIO_MAY_TELL, FINDINGS_LEFT_OUT, redaction_asked
from assemblyai_tools.viewer.speech import Speech
from assemblyai_viewer.format import FORMAT, Audio, Shown, Time

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
"""A language as HTML names it."""


def transcript_shown(
    transcript_id: str,
    *,
    audio: str | None = None,
    answers: Answers = (),
    transcript: Transcript | None = None,
) -> Flow[Shown]:
    """What the page shows of a transcript, whatever its state.

    `audio` is where the page plays from: a web address, a path from the page to a file, or a data: URL; "address" for
    the address that was transcribed, unless a key may be in it; None for nothing. `answers` is what ask_question gave,
    or answers in the page's form. A `transcript` that was read already (with its speakers' labels) is not read again.

    Of a redacted transcript, entities, highlights, chapters, topics and the summary are left out.
    """
    with concerning(transcript_id):
        if transcript is None:
            transcript = yield from read_for_page(transcript_id)
        names = yield from speaker_names(transcript.id)
        speech = Speech(transcript, names)
        passages, notes = yield from _passages(transcript, speech)
        title = yield from title_of(transcript)
    if not speech.turns:
        speech.add_passages(passages or [Passage(text=transcript.text or "")])
    named = transcript.named(names) if names and answers else transcript
    redacted = redaction_asked(transcript)
    sound = audio_of(transcript, audio, redacted=bool(redacted))
    hidden = _redaction_notes(transcript, sound) if redacted else ()
    return {
        **_state(transcript, title),
        "facts": [*facts_of(transcript, [one["name"] for one in speech.speakers])],
        "notes": [*notes, *_notes(transcript, speech), *hidden],
        "audio": sound,
        "speakers": speech.speakers,
        "turns": speech.turns,
        "paragraphs": speech.firsts_of(passages),
        "words": speech.words,
        **findings_of(transcript, speech.words["text"], redacted=redacted),
        "answers": answers_of(named, answers) if answers else [],
    }


def read_for_page(transcript_id: str) -> Flow[Transcript]:
    """The transcript with its speakers' labels, as the page needs it."""
    with concerning(transcript_id):
        transcript = yield from read_unnamed(transcript_id)
        yield from record_end(transcript)
    return transcript


class _State(TypedDict):
    format: Literal[1]
    id: str
    title: str
    status: str
    error: str | None
    language: str | None
    duration: Time


def _state(transcript: Transcript, title: str) -> _State:
    return _State(
        format=FORMAT,
        id=transcript.id,
        title=title,
        status="deleted" if transcript.deleted else flat(transcript.status),
        error=flat(without_secrets(transcript.error)) if transcript.error else None,
        language=_language(transcript.language_code),
        duration=_milliseconds(transcript.audio_duration),
    )


def _passages(transcript: Transcript, speech: Speech) -> Flow[tuple[Sequence[Passage], Sequence[str]]]:
    """The paragraphs, where the page needs them, and a note if they cannot be read: the page does without."""
    is_bare = not speech.turns and bool(flat(transcript.text or ""))
    if transcript.status != "completed" or transcript.deleted or not (is_bare or speech.has_long_turns):
        return (), ()
    try:
        return (yield from read_passages("paragraph", transcript.id)), ()
    except AssemblyAIError as error:
        return (), [f"The paragraphs could not be read: {flat(without_secrets(error.message))}"]


def _notes(transcript: Transcript, speech: Speech) -> list[str]:
    """What is unusual about a transcript."""
    notes = [flat(without_secrets(warning)) for warning in transcript.warnings]
    if transcript.deleted:
        return ["This transcript was deleted: its text and its uploaded audio are gone."]
    if transcript.status in ("queued", "processing"):
        return [f"This transcript is {transcript.status}. Make this page again when it is completed."]
    if transcript.status == "completed" and not speech.turns:
        notes.append(SILENCE)
    untimed, total = speech.words["start"].count(None), speech.words["total"]
    if untimed:
        notes.append(f"{untimed:,} of {total:,} words have no time: the audio cannot be played from them.")
    if speech.turns and not total:
        notes.append("The words have no times: the audio can be played from the start of a turn at best.")
    return notes


def _redaction_notes(transcript: Transcript, audio: Audio) -> Iterator[str]:
    """What is to be known of a page of redacted words."""
    if retells_speech(transcript):
        yield FINDINGS_LEFT_OUT
    if audio["src"]:
        yield AUDIO_MAY_TELL


def _language(code: str | None) -> str | None:
    tag = (code or "").replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _milliseconds(seconds: float | None) -> Time:
    return round(seconds * 1000) if is_length(seconds) else None
