"""Recordings that are added on the page: a file, then the order to transcribe it, or a URL."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assemblyai_emulator.front import owners
from assemblyai_emulator.front.titles import cleaned
from assemblyai_emulator.routes import transcripts, uploads
from assemblyai_emulator.routes.request_bodies import json_object

_ORDERED = ("audio_url", "speaker_labels", "language_code", "language_detection")
"""What the page orders, as the API names it."""


async def upload(request: Request) -> Response:
    """The body is the file. The reply is that of the API: {"upload_url": ...}."""
    return await uploads.store(request, owners.owner(request))


async def order(request: Request) -> Response:
    """The body has what the API's would have, and the file's `name`. The reply has the transcript's `id`."""
    account = owners.owner(request)
    body = await json_object(request)
    wanted = {name: body[name] for name in _ORDERED if name in body}
    transcript = await transcripts.order(request, account, wanted, name=cleaned(body.get("name")) or None)
    return JSONResponse({"id": transcript.id})
