"""Creating a transcript and waiting for it (https://www.assemblyai.com/docs/api-reference/transcripts/submit)."""

from collections.abc import Mapping
from typing import Any

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import await_transcript
from assemblyai_tools.api.upload import upload
from assemblyai_tools.errors import (
    AssemblyAIError,
    BadRequestError,
    ConnectionFailedError,
    NotFoundError,
)
from assemblyai_tools.flow import Content, Flow, Pause
from assemblyai_tools.ledger_steps import (
    DropOrder,
    ForgetTranscript,
    Order,
    PlaceOrder,
    RecordJob,
    RecordSending,
)
from assemblyai_tools.operation import CREATES, operation
from assemblyai_tools.operations.creation import create_job, find_lost_job, may_exist_after
from assemblyai_tools.operations.recording import record_end
from assemblyai_tools.operations.transcribe_arguments import WEBHOOK_OPTIONS, TranscribeArguments
from assemblyai_tools.results.transcript_view import DEFAULT_WAIT, TranscriptView, view_of

_BUSY_PAUSE = 1.0
"""Seconds between two looks at an order that another call is creating."""


@operation(
    title="Transcribe audio",
    hints=CREATES,
    toolsets=("transcription",),
    arguments=TranscribeArguments,
    result=TranscriptView,
)
def transcribe(arguments: TranscribeArguments) -> Flow[TranscriptView]:
    order = yield from _placed(arguments)
    if order.transcript_id:
        found = yield from _found_again(order.transcript_id, arguments)
        if found:
            return found
        order = yield from _placed(arguments)
    created = yield from _ordered(order, arguments)
    transcript = yield from _awaited(created.id, arguments, fresh=True)
    return view_of(transcript)


def _placed(arguments: TranscribeArguments) -> Flow[Order]:
    """The order in the ledger. If another call is creating the same job right now, wait for its id."""
    options = arguments.options()
    step = PlaceOrder(
        arguments.audio_url,
        None if arguments.is_web else arguments.file,
        {name: value for name, value in options.items() if name not in WEBHOOK_OPTIONS},
        again=bool(arguments.again),
    )
    left = float(max(arguments.wait_seconds, DEFAULT_WAIT))
    while True:
        order: Order = yield step
        if not order.busy:
            return order
        if left <= 0:
            raise _still_busy()
        yield Pause(_BUSY_PAUSE)
        left -= _BUSY_PAUSE


def _still_busy() -> AssemblyAIError:
    error = ConnectionFailedError(
        "An earlier call is still uploading or ordering the same recording.",
        next_step="Nothing is lost, and nothing is paid twice: call again with the same arguments in a minute.",
    )
    error.retryable = True
    return error


def _found_again(transcript_id: str, arguments: TranscribeArguments) -> Flow[TranscriptView | None]:
    """The transcript that the same call led to before; None if the service does not have it any more."""
    try:
        transcript = yield from _awaited(transcript_id, arguments, fresh=False)
    except (BadRequestError, NotFoundError):
        transcript = None
    if transcript is None or transcript.deleted:
        yield ForgetTranscript(transcript_id)
        return None
    return view_of(transcript, reused=True)


def _ordered(order: Order, arguments: TranscribeArguments) -> Flow[Transcript]:
    """Create the job, unless an earlier call did so without learning it."""
    own_upload = not arguments.is_web
    audio_url = arguments.audio_url or order.upload_url
    if order.in_doubt_since is not None and audio_url:
        parameters = {"audio_url": audio_url, **arguments.options()}
        lost = yield from find_lost_job(
            parameters, order.in_doubt_since, order.age, own_upload=own_upload, must_tell=not arguments.again
        )
        if lost:
            yield RecordJob(order.number, lost.id)
            return lost
    if audio_url is None:
        audio_url = yield from _uploaded(order, arguments.file)
    if own_upload:
        yield RecordSending(order.number, audio_url)
    created = yield from _created(
        order, {"audio_url": audio_url, **arguments.options()}, own_upload=own_upload
    )
    yield RecordJob(order.number, created.id)
    return created


def _uploaded(order: Order, file: str | Content) -> Flow[str]:
    try:
        return (yield from upload(file))
    except AssemblyAIError:
        yield DropOrder(order.number)
        raise


def _created(order: Order, parameters: Mapping[str, Any], *, own_upload: bool) -> Flow[Transcript]:
    try:
        return (yield from create_job(parameters, own_upload=own_upload))
    except AssemblyAIError as error:
        error.upload_url = str(parameters["audio_url"]) if own_upload else None
        if not may_exist_after(error):
            yield DropOrder(order.number)
        raise


def _awaited(transcript_id: str, arguments: TranscribeArguments, *, fresh: bool) -> Flow[Transcript]:
    """Wait for the job, which exists and may have been billed: from here on, every error has its id."""
    webhook = arguments.webhook_header if fresh else None
    try:
        transcript = yield from await_transcript(
            transcript_id, arguments.wait_seconds, fresh=fresh, webhook=webhook
        )
        yield from record_end(transcript)
    except AssemblyAIError as error:
        error.transcript_id = transcript_id
        error.next_step = (
            "The job itself goes on: do not transcribe again, call get_transcript with "
            f"transcript_id={transcript_id} and wait_seconds={DEFAULT_WAIT}."
        )
        raise
    return transcript
