"""Creating a job exactly once, also when the reply to it is lost.

The service bills each job that it accepts, and knows no key that would make a repeat harmless. So after a failure in
doubt its list is asked, as a careful person would: what is there is taken, what is not there is created once more,
and where the list cannot tell, the caller is told to look.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ConfigDict

from assemblyai_tools.errors import AssemblyAIError, ConnectionFailedError, ServerError, UnexpectedReplyError
from assemblyai_tools.flow import Flow, Pause, Request, fetch, path, send
from assemblyai_tools.replies import ApiReply, Transcript, TranscriptList, TranscriptListItem

_SETTLE = 1.0
"""Seconds after which a job that was accepted is expected in the list."""

_PAGE = 200
_MOST_PAGES = 10
_RECENT = timedelta(minutes=5)
"""A job that was asked for just now is not older than this, beside the newest in the list."""

_LOOKING = 10.0
_RUNNING = ("queued", "processing")
_NEVER_ECHOED = ("audio_url", "webhook_auth_header_value")

Found = Sequence[TranscriptListItem]


class _Echo(ApiReply):
    """What the service says that was asked for."""

    model_config = ConfigDict(extra="allow")


def create_job(parameters: Mapping[str, Any], *, own_upload: bool) -> Flow[Transcript]:
    """Create a transcript; `own_upload` says that no other job can be about the same audio.

    Raises the first failure, not to be repeated, where it cannot be told whether the job exists.
    """
    request = Request("POST", "/v2/transcript", json=parameters, billed=True)
    try:
        return (yield from fetch(request, Transcript))
    except AssemblyAIError as error:
        if not _in_doubt(error):
            raise
        known = yield from _accepted(parameters, own_upload=own_upload)
        if isinstance(known, Transcript):
            return known
        if not known or isinstance(error, UnexpectedReplyError):
            raise
    try:
        return (yield from fetch(request, Transcript))
    except AssemblyAIError as error:
        _in_doubt(error)
        raise


def _in_doubt(error: AssemblyAIError) -> bool:
    """Whether the job may exist; if so, the error says from now on that a repeat may be billed again."""
    lost = isinstance(error, ConnectionFailedError) and not error.retryable
    doubtful = lost or isinstance(error, UnexpectedReplyError | ServerError)
    if doubtful:
        error.retryable = False
        error.next_step = (
            "The job may have been accepted all the same, and a repeat would be billed again: "
            "look for it with list_transcripts first."
        )
    return doubtful


def _accepted(parameters: Mapping[str, Any], *, own_upload: bool) -> Flow[Transcript | bool]:
    """The job, if it exists; True if it certainly does not; False if that cannot be told."""
    yield Pause(_SETTLE)
    try:
        rows = yield from _rows_about(str(parameters["audio_url"]))
        if not rows:
            return rows is not None
        if not own_upload and (len(rows) > 1 or rows[0].status not in _RUNNING):
            return False  # of an earlier day, or of somebody else with the same address
        url = path("/v2/transcript/{transcript_id}", transcript_id=rows[0].id)
        reply = yield from send(Request("GET", url, timeout=_LOOKING, patience=_LOOKING))
        echo = reply.parse(_Echo).model_extra or {}
        return reply.parse(Transcript) if own_upload or _agrees(echo, parameters) else False
    except AssemblyAIError:
        return False


def _rows_about(audio_url: str) -> Flow[Found | None]:
    """What the list says about an audio; None if the list goes on for longer than it is worth reading."""
    rows: list[TranscriptListItem] = []
    query: dict[str, str | int] = {"limit": _PAGE}
    for _ in range(_MOST_PAGES):
        request = Request("GET", "/v2/transcript", query=query, timeout=_LOOKING, patience=_LOOKING)
        listed = (yield from fetch(request, TranscriptList)).transcripts
        rows += listed
        if len(listed) < _PAGE or _age(rows[-1], rows[0]) > _RECENT:
            return [row for row in rows if row.audio_url == audio_url]
        query = {"limit": _PAGE, "before_id": listed[-1].id}
    return None


def _age(row: TranscriptListItem, newest: TranscriptListItem) -> timedelta:
    try:
        return datetime.fromisoformat(newest.created or "") - datetime.fromisoformat(row.created or "")
    except (TypeError, ValueError):  # no time, or one with a zone and one without
        return timedelta(0)


def _agrees(echo: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    """Whether a job was asked for with the same options, as far as the service says."""
    return all(
        echo.get(name) in (None, value) for name, value in parameters.items() if name not in _NEVER_ECHOED
    )
