"""Creating a job without paying for it twice, even if the reply to it is lost.

The service bills each job that it accepts, and has no idempotency key. So if a failure leaves open whether a job
exists, we look for it in the list of transcripts, as a careful person would, and use a job that is surely ours. We
create it once more only if the service said that it did not accept it (503) and the list does not show it within ten
seconds either. Otherwise the error says where to look, and the next call for the same audio looks once more before it
creates anything. We do not know how soon the live list shows a new job; later than a second has been seen.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ConfigDict

from assemblyai_tools.api.listing import TranscriptListItem, read_pages
from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import create_transcript, transcript_request
from assemblyai_tools.errors import AssemblyAIError, ConnectionFailedError, ServerError, UnexpectedReplyError
from assemblyai_tools.flow import Flow, Pause, Request, send
from assemblyai_tools.operations.transcribe_arguments import WEBHOOK_OPTIONS, TranscribeArguments

_PAUSES = (1.0, 2.0, 3.0, 4.0)
"""Seconds before each look for an accepted job in the list."""

_MOST_PAGES = 3
"""Pages of the list that are read to find a job that was sent just now, at most."""

_MOST_PAGES_BACK = 50
"""Pages of the list that are read to find a job that an earlier call sent, at most: 10,000 jobs may have come since."""

_RECENT = timedelta(minutes=5)
"""How much older than the newest row of the list a job that was created just now can be, at most."""

_LOOK_TIMEOUT = 3.0
"""Seconds without progress after which a read of the list or of a job fails. The next look is its retry."""

_RUNNING = ("queued", "processing")
"""The statuses of a job that has not ended."""

_NOT_ACCEPTED = 503
"""The HTTP status with which the service says that it did not accept a job."""

_NEVER_ECHOED = ("audio_url", "webhook_auth_header_value")
"""Parameters that the service does not echo as they were sent."""

_SAY_NOTHING = WEBHOOK_OPTIONS | {"audio_url"}
"""Parameters that say nothing about whose job it is: the audio is the same, and webhooks differ from run to run."""

_DEFAULTS: Mapping[str, Sequence[str]] = {"language_code": ("en", "en_us")}
"""What the service echoes of options that were not given, besides nothing, false and empty lists."""

_CHANGING = ("speech_models",)
"""Options whose default the service changes now and then."""

_OPTIONS = frozenset(TranscribeArguments.model_fields)
"""The options that this job could have had."""

Rows = Sequence[TranscriptListItem]


class _Echo(ApiReply):
    """The options that a job was created with, as the service echoes them."""

    model_config = ConfigDict(extra="allow")


def create_job(parameters: Mapping[str, Any], *, own_upload: bool) -> Flow[Transcript]:
    """Create a transcript; with `own_upload`, no other job can be about the same audio.

    Raises the first failure, marked as not retryable, if it stays open whether the job exists.
    """
    try:
        return (yield from create_transcript(parameters))
    except AssemblyAIError as error:
        if not may_exist_after(error):
            raise
        _advise_against_repeating(error)
        rows, ours = yield from _look(parameters, own_upload=own_upload)
        if ours:
            return ours
        if rows:
            error.transcript_id = rows[0].id
            error.next_step = (
                f"Transcript {rows[0].id} is about the same audio: look at it with get_transcript first, as a repeat "
                "may be billed again."
            )
        if rows is None or rows or not (isinstance(error, ServerError) and error.status == _NOT_ACCEPTED):
            raise
    try:
        return (yield from create_transcript(parameters))
    except AssemblyAIError as error:
        if may_exist_after(error):
            _advise_against_repeating(error)
        raise


def may_exist_after(error: AssemblyAIError) -> bool:
    """Whether the service may have accepted the job despite this error."""
    lost = isinstance(error, ConnectionFailedError) and not error.retryable
    return lost or isinstance(error, UnexpectedReplyError | ServerError)


def _advise_against_repeating(error: AssemblyAIError) -> None:
    error.retryable = False
    error.next_step = (
        "The job may have been accepted all the same, and a repeat would be billed again: "
        "look for it with list_transcripts first."
    )


def _look(parameters: Mapping[str, Any], *, own_upload: bool) -> Flow[tuple[Rows | None, Transcript | None]]:
    """The list's rows about the audio (None if it cannot tell), and the job if one is surely ours."""
    rows: Rows | None = None
    for pause in _PAUSES:
        yield Pause(pause)
        rows, ours = yield from _look_once(parameters, own_upload=own_upload)
        if ours:
            return rows, ours
    return rows, None


def _look_once(
    parameters: Mapping[str, Any], *, own_upload: bool
) -> Flow[tuple[Rows | None, Transcript | None]]:
    rows: Rows | None = None
    try:
        rows = yield from _rows_about(
            str(parameters["audio_url"]), _recent, timeout=_LOOK_TIMEOUT, retry_for=0.0
        )
        if not rows:
            return rows, None
        if own_upload:
            return rows, Transcript(id=rows[0].id, status=rows[0].status)
        if len(rows) > 1 or rows[0].status not in _RUNNING:
            return rows, None  # perhaps from an earlier day, or someone else's with the same URL
        request = transcript_request(rows[0].id, timeout=_LOOK_TIMEOUT, retry_for=0.0)
        return rows, (yield from if_agreeing(request, parameters))
    except AssemblyAIError:
        return rows, None


def find_lost_job(
    parameters: Mapping[str, Any], since: float, age: float, *, own_upload: bool, must_tell: bool
) -> Flow[Transcript | None]:
    """The job that an earlier call sent at `since` (Unix seconds), `age` seconds ago, without learning its id.

    None if there is none. If the list is too long to tell, it raises if it `must_tell`.
    """
    pauses = [0.0] if age > sum(_PAUSES) else [0.0, *_PAUSES]
    for pause in pauses:
        if pause:
            yield Pause(pause)
        found = yield from _found_since(parameters, since, own_upload=own_upload, must_tell=must_tell)
        if found:
            return found
    return None


def _found_since(
    parameters: Mapping[str, Any], since: float, *, own_upload: bool, must_tell: bool
) -> Flow[Transcript | None]:
    earliest = datetime.fromtimestamp(since, UTC) - _RECENT
    rows = yield from _rows_about(
        str(parameters["audio_url"]), lambda row, _: created_at(row) >= earliest, most_pages=_MOST_PAGES_BACK
    )
    if rows is None and must_tell:
        raise AssemblyAIError(
            "An earlier call may have created this job already, and the list of transcripts is too long to tell.",
            next_step="Look for it with list_transcripts; again=true creates a new one, which may be billed again.",
        )
    for row in rows or ():
        if row.status == "error" or not (own_upload or created_at(row) >= earliest):
            continue
        found = None if own_upload else (yield from if_agreeing(transcript_request(row.id), parameters))
        if own_upload or found:
            return found or Transcript(id=row.id, status=row.status)
    return None


def if_agreeing(
    request: Request, parameters: Mapping[str, Any], others: Sequence[Mapping[str, Any]] = ()
) -> Flow[Transcript | None]:
    """The job that a request reads, if it was created with these options.

    `others` are the parameters of other orders for the same audio: the job must not be one of those.
    """
    reply = yield from send(request)
    echo = reply.parse(_Echo).model_extra or {}
    is_ours = _agrees(echo, parameters) and not _is_of_others(echo, parameters, others)
    return reply.parse(Transcript) if is_ours else None


def _recent(row: TranscriptListItem, newest: TranscriptListItem) -> bool:
    return _age(row, newest) <= _RECENT


def created_at(row: TranscriptListItem) -> datetime:
    """When a job was created; in the far future if that is unknown, so that it is not taken for an old one."""
    try:
        created = datetime.fromisoformat(row.created or "")
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    return created if created.tzinfo else created.replace(tzinfo=UTC)


def _rows_about(
    audio_url: str,
    reaches: Callable[[TranscriptListItem, TranscriptListItem], bool],
    *,
    most_pages: int = _MOST_PAGES,
    timeout: float = 30.0,
    retry_for: float = 60.0,
) -> Flow[Rows | None]:
    """The list's rows about an audio; None if the job may be further down than we read.

    `reaches` says of a row and the newest one whether the job may be older than it.
    """
    rows: list[TranscriptListItem] = []

    def wants_more(page: Sequence[TranscriptListItem]) -> bool:
        rows.extend(page)
        return not rows or reaches(rows[-1], rows[0])

    enough = yield from read_pages(wants_more, most_pages=most_pages, timeout=timeout, retry_for=retry_for)
    return [row for row in rows if row.audio_url == audio_url] if enough else None


def _age(row: TranscriptListItem, newest: TranscriptListItem) -> timedelta:
    """How much older a row is than the newest one; zero if that is unknown."""
    try:
        return datetime.fromisoformat(newest.created or "") - datetime.fromisoformat(row.created or "")
    except (TypeError, ValueError):  # no time, or one with a zone and one without
        return timedelta(0)


def _agrees(echo: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    """Whether a job has exactly these options, as far as the service echoes them."""
    asked = all(
        echo.get(name) in (None, value) for name, value in parameters.items() if name not in _NEVER_ECHOED
    )
    return asked and not any(echo.get(name) is True for name in _OPTIONS - parameters.keys())


def _is_of_others(
    echo: Mapping[str, Any], parameters: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether a job may be another order's: of the options in which the orders differ, one is not as asked here."""
    differing = {
        name
        for other in others
        for name in (parameters.keys() | other.keys()) - _SAY_NOTHING
        if parameters.get(name) != other.get(name)
    }
    for name in differing:
        value = echo.get(name)
        if parameters.get(name):
            is_as_asked = value == parameters[name]
        elif name in _CHANGING:
            is_as_asked = all(value != other[name] for other in others if name in other)
        else:  # of a language that was to be detected, the echo names what was found
            is_found = name == "language_code" and echo.get("language_detection") is True
            is_as_asked = not value or is_found or value in _DEFAULTS.get(name, ())
        if not is_as_asked:
            return True
    return False
