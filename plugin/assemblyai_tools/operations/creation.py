"""Creating a job without paying for it twice, also when the reply to it is lost.

The service bills each job that it accepts, and knows no key that would make a repeat harmless. So after a failure in
doubt its list is asked, as a careful person would: a job that is surely ours is taken. Only where the service said
that it did not take it (503), and the list does not show it either, it is created once more. Otherwise the caller is
told what to look at. How soon the live list shows a new job is not known to us.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ConfigDict

from assemblyai_tools.api.listing import TranscriptListItem, read_pages
from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import create_transcript, transcript_request
from assemblyai_tools.errors import AssemblyAIError, ConnectionFailedError, ServerError, UnexpectedReplyError
from assemblyai_tools.flow import Flow, Pause, send
from assemblyai_tools.operations.transcribe_arguments import TranscribeArguments

_SETTLE = 1.0
"""Seconds after which a job that was accepted is expected in the list."""

_MOST_PAGES = 3
_RECENT = timedelta(minutes=5)
"""A job that was asked for just now is not older than this, beside the newest in the list."""

_LOOKING = 5.0
_RUNNING = ("queued", "processing")
_NOT_TAKEN = 503
_NEVER_ECHOED = ("audio_url", "webhook_auth_header_value")
_SWITCHES = frozenset(TranscribeArguments.model_fields)

Found = Sequence[TranscriptListItem]


class _Echo(ApiReply):
    """What the service says that was asked for."""

    model_config = ConfigDict(extra="allow")


def create_job(parameters: Mapping[str, Any], *, own_upload: bool) -> Flow[Transcript]:
    """Create a transcript; `own_upload` says that no other job can be about the same audio.

    Raises the first failure, not to be repeated, where it cannot be told whether the job exists.
    """
    try:
        return (yield from create_transcript(parameters))
    except AssemblyAIError as error:
        if not _may_exist_after(error):
            raise
        _advise_against_repeating(error)
        rows, ours = yield from _look(parameters, own_upload=own_upload)
        if ours:
            return ours
        if rows:
            error.next_step = (
                f"Transcript {rows[0].id} is about the same audio: look at it with get_transcript first, as a repeat "
                "may be billed again."
            )
        if rows is None or rows or not (isinstance(error, ServerError) and error.status == _NOT_TAKEN):
            raise
    try:
        return (yield from create_transcript(parameters))
    except AssemblyAIError as error:
        if _may_exist_after(error):
            _advise_against_repeating(error)
        raise


def _may_exist_after(error: AssemblyAIError) -> bool:
    """Whether the service may have accepted the job although this came back."""
    lost = isinstance(error, ConnectionFailedError) and not error.retryable
    return lost or isinstance(error, UnexpectedReplyError | ServerError)


def _advise_against_repeating(error: AssemblyAIError) -> None:
    error.retryable = False
    error.next_step = (
        "The job may have been accepted all the same, and a repeat would be billed again: "
        "look for it with list_transcripts first."
    )


def _look(parameters: Mapping[str, Any], *, own_upload: bool) -> Flow[tuple[Found | None, Transcript | None]]:
    """What the list says about the audio (None if it cannot tell), and the job, if one is surely ours."""
    yield Pause(_SETTLE)
    rows: Found | None = None
    try:
        rows = yield from _rows_about(str(parameters["audio_url"]))
        if not rows:
            return rows, None
        if own_upload:
            return rows, Transcript(id=rows[0].id, status=rows[0].status)
        if len(rows) > 1 or rows[0].status not in _RUNNING:
            return rows, None  # of an earlier day, or of somebody else with the same address
        reply = yield from send(transcript_request(rows[0].id, timeout=_LOOKING, retry_for=_LOOKING))
        echo = reply.parse(_Echo).model_extra or {}
        return rows, reply.parse(Transcript) if _agrees(echo, parameters) else None
    except AssemblyAIError:
        return rows, None


def _rows_about(audio_url: str) -> Flow[Found | None]:
    """What the list says about an audio; None if the list goes on for longer than it is worth reading."""
    rows: list[TranscriptListItem] = []

    def wants_more(page: Sequence[TranscriptListItem]) -> bool:
        rows.extend(page)
        return not rows or _age(rows[-1], rows[0]) <= _RECENT

    enough = yield from read_pages(wants_more, most_pages=_MOST_PAGES, timeout=_LOOKING, retry_for=_LOOKING)
    return [row for row in rows if row.audio_url == audio_url] if enough else None


def _age(row: TranscriptListItem, newest: TranscriptListItem) -> timedelta:
    try:
        return datetime.fromisoformat(newest.created or "") - datetime.fromisoformat(row.created or "")
    except (TypeError, ValueError):  # no time, or one with a zone and one without
        return timedelta(0)


def _agrees(echo: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    """Whether a job was asked for with the same options, no more and no fewer, as far as the service says."""
    asked = all(
        echo.get(name) in (None, value) for name, value in parameters.items() if name not in _NEVER_ECHOED
    )
    return asked and not any(echo.get(name) is True for name in _SWITCHES - parameters.keys())
