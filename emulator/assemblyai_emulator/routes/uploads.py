"""POST /v2/upload: takes a file's bytes and gives a URL that only transcripts can use."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assemblyai_emulator.errors import ApiError, UploadAccessError
from assemblyai_emulator.services import Services, origin, services
from assemblyai_emulator.store import uploads

# The API's own limit for uploads.
LARGEST_BYTES = 2_200_000_000
_WRITE_BYTES = 1 << 20
_EMPTY = (
    "Upload failed, please try again. "
    "If you continue to have issues please reach out to support@assemblyai.com"
)
_URL_PATH = re.compile(r"/upload/[0-9a-f]{32}/(?P<id>[0-9a-f-]{36})")


async def create(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/files/upload."""
    service = services(request)
    account = service.accounts.authenticate(request)
    upload_id = str(uuid4())
    path = service.files.upload(upload_id)
    try:
        size = await _save(request, path)
    except ClientDisconnect:
        path.unlink(missing_ok=True)
        return Response(status_code=400)  # nobody reads it
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if not size:
        path.unlink()
        return PlainTextResponse(_EMPTY, 422)
    await service.database.run(uploads.insert, upload_id, account)
    return JSONResponse({"upload_url": f"{origin(request)}/upload/{uuid4().hex}/{upload_id}"})


async def fetch(_: Request) -> Response:
    """An upload URL cannot be fetched, by nobody: it is a name for transcripts to use."""
    raise UploadAccessError


async def find_upload(service: Services, account: str, url: str, own_origin: str) -> str | None:
    """The id of the upload that `url` names, None when it is an address to download from.

    Raises UploadAccessError for another account's upload and for one that is gone.
    """
    match = _URL_PATH.fullmatch(urlsplit(url).path)
    owner = await service.database.run(uploads.owner, match["id"]) if match else None
    # An upload is known by its id: the same emulator may be reached under more than one host name.
    if match and owner == account:
        return match["id"]
    if owner or url.startswith(f"{own_origin}/"):
        raise UploadAccessError
    return None


async def _save(request: Request, path: Path) -> int:
    """Write the body in large pieces, off the event loop; gives its size in bytes."""
    size = 0
    waiting = bytearray()
    with await asyncio.to_thread(path.open, "wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            waiting += chunk
            if size > LARGEST_BYTES:
                # What the service says here is unverified.
                raise ApiError(
                    413, "The file is larger than 2.2 GB. Send its public URL as audio_url instead."
                )
            if len(waiting) >= _WRITE_BYTES:
                await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(file.write, bytes(waiting))
    return size
