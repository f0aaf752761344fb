"""Where the redacted audio of a transcript is, and the file itself."""

import asyncio

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.redacted_audio_json import problem, redacted_audio_json
from assemblyai_emulator.routes.transcripts import requested_transcript
from assemblyai_emulator.services import origin, services
from assemblyai_emulator.store.transcripts import Transcript

NOT_READY_STATUS = 400
"""Unverified: for the official Python SDK 202 means "not ready", for the official MCP server 400."""

_MEDIA_TYPES = {".mp3": "audio/mpeg", ".wav": "audio/wav"}


_ACCESS_DENIED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>{}</Message></Error>'
)
"""Like the reply of S3, where the service keeps these files."""


async def get(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio."""
    transcript = await requested_transcript(request)
    ready = redacted_audio_json(transcript, origin(request))
    if ready is None:
        raise _missing(transcript)
    return JSONResponse(ready)


async def fetch(request: Request) -> Response:
    """The file. It needs no key, but a URL that the emulator signed less than half an hour ago.

    Only GET works: the service's URLs are signed for this method, and answer HEAD with 403.
    """
    name: str = request.path_params["name"]
    if request.method == "HEAD":
        return Response(status_code=403)
    if denied := problem(name, request.query_params):
        return Response(_ACCESS_DENIED.format(denied), 403, media_type="application/xml")
    path = await asyncio.to_thread(services(request).files.find_redacted_copy, name)
    if path is None:
        return PlainTextResponse("Not found", 404)
    return FileResponse(path, media_type=_MEDIA_TYPES[path.suffix])


def _missing(transcript: Transcript) -> ApiError:
    """Why there is no redacted audio, or none yet. The texts are unverified."""
    if transcript.deleted:
        return ApiError(400, "This transcript has been deleted, and its redacted audio with it.")
    if not transcript.parameters.get("redact_pii_audio"):
        return ApiError(
            400,
            "This transcript has no redacted audio: it was not created with redact_pii and redact_pii_audio. "
            "Create it again with both set to true.",
        )
    if transcript.status == "completed":
        return ApiError(
            400,
            "This transcript has no redacted audio because no speech was detected. Set "
            "redact_pii_audio_options.return_redacted_no_speech_audio to true to get a file nevertheless.",
        )
    if transcript.status == "error":
        return ApiError(400, "This transcript has a status of 'error', so it has no redacted audio.")
    return ApiError(
        NOT_READY_STATUS,
        f"The redacted audio is not ready yet: this transcript has a status of '{transcript.status}'. "
        "Ask again when it is completed.",
    )
