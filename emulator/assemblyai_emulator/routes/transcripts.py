"""Create, read and delete a transcript."""

import asyncio
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assemblyai_emulator.errors import UploadAccessError
from assemblyai_emulator.parameters import transcript_request, webhook
from assemblyai_emulator.routes.request_bodies import json_object
from assemblyai_emulator.routes.transcript_json import transcript_json
from assemblyai_emulator.routes.uploads import find_upload
from assemblyai_emulator.scenarios import request as scenario_request
from assemblyai_emulator.scenarios.scenario import Scenario
from assemblyai_emulator.services import Services, origin, services
from assemblyai_emulator.store import failures, names, timestamps, transcripts, uploads, webhooks
from assemblyai_emulator.store.transcripts import Transcript

PROGRESS_HEADER = "X-Emulator-Progress"
"""The share of the audio that is decoded, 0 to 1. The emulator's own; the service has no such header."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is stored beside a transcript."""

    origin: str
    webhook_secret: str | None
    name: str | None


async def create(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/submit."""
    account = services(request).accounts.authenticate(request)
    return JSONResponse(transcript_json(await order(request, account, await json_object(request))))


async def order(
    request: Request, account: str, body: Mapping[str, Any], *, name: str | None = None
) -> Transcript:
    """Queue the transcript that a body asks for. `name` is what the page calls it. Raises ApiError."""
    service = services(request)
    scenario = await _scenario(service, account, body, origin(request))
    if scenario:
        # Audio that a scenario names by its URL is never fetched.
        has_audio = service.scenarios.of_url(body["audio_url"]) is None
        parameters = scenario_request.read(body, scenario, has_audio=has_audio)
    else:
        parameters = transcript_request.read(body, service.ear)
    if service.public_only:
        webhook.check_public(parameters)
    audio_url: str = parameters.pop("audio_url")
    secret: str | None = parameters.pop("webhook_auth_header_value", None)
    upload_id = await find_upload(service, account, audio_url, origin(request))
    transcript = Transcript(
        id=str(uuid4()),
        account=account,
        created=timestamps.now(),
        audio_url=audio_url,
        parameters=parameters,
        upload_id=upload_id,
        has_media=upload_id is not None,
    )
    await _enqueue(service, transcript, _Beside(origin(request), secret, name))
    return transcript


async def get(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/get.

    While the audio is being decoded, PROGRESS_HEADER says how far it is.
    """
    service = services(request)
    transcript = await requested_transcript(request)
    share = service.jobs.progress(transcript.id)
    headers = {} if share is None else {PROGRESS_HEADER: f"{share:.2f}"}
    return JSONResponse(transcript_json(transcript), headers=headers)


async def delete(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/delete."""
    service = services(request)
    account = service.accounts.authenticate(request)
    transcript_id: str = request.path_params["transcript_id"]
    before = await service.database.run(transcripts.get, account, transcript_id)
    tombstone = await service.database.run(transcripts.delete, account, transcript_id)
    service.jobs.cancel(transcript_id)
    with failures.reported():
        await asyncio.to_thread(service.files.remove_media, transcript_id)
        await asyncio.to_thread(service.files.remove_redacted_copy, transcript_id)
        if before.upload_id:
            await asyncio.to_thread(service.files.remove_upload, before.upload_id)
    if before.upload_id:
        await service.database.run(uploads.delete, before.upload_id)
    await service.database.erase_deleted()
    return JSONResponse(transcript_json(tombstone))


async def requested_transcript(request: Request) -> Transcript:
    """The transcript whose id is in the path. Raises UnauthorizedError, UnknownTranscriptError."""
    service = services(request)
    account = service.accounts.authenticate(request)
    return await service.database.run(transcripts.get, account, request.path_params["transcript_id"])


async def _scenario(
    service: Services, account: str, body: Mapping[str, Any], own_origin: str
) -> Scenario | None:
    """The scenario for the audio of a request, whose body has not been validated yet."""
    audio_url = body.get("audio_url")
    if not service.scenarios or not isinstance(audio_url, str):
        return None
    if scenario := service.scenarios.of_url(audio_url):
        return scenario
    upload_id = await find_upload(service, account, audio_url, own_origin)
    if upload_id is None:
        return None
    return await asyncio.to_thread(service.scenarios.of_file, service.files.upload(upload_id))


async def _enqueue(service: Services, transcript: Transcript, beside: _Beside) -> None:
    # The audio first: a row without its file would be a job that could never run.
    if transcript.upload_id:
        try:
            await asyncio.to_thread(service.files.link_upload, transcript.upload_id, transcript.id)
        except FileNotFoundError:
            raise UploadAccessError from None
    try:
        await service.database.run(_insert, transcript, beside)
    except Exception:
        # Without its row nobody needs the audio. A cancelled insert may have been done: the next start looks.
        service.files.remove_media(transcript.id)
        raise
    service.jobs.submit(transcript.account, transcript.id, has_media=transcript.has_media)


def _insert(connection: sqlite3.Connection, transcript: Transcript, beside: _Beside) -> None:
    """Insert the transcript and its webhook in one transaction: without the webhook a client would wait for ever."""
    transcripts.insert(connection, transcript)
    if "webhook_url" in transcript.parameters:
        webhooks.insert(connection, transcript, beside.origin, beside.webhook_secret)
    if beside.name:
        names.insert(connection, transcript.id, beside.name)
