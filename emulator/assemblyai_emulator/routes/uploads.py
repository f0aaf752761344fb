"""POST /v2/upload: stores a file and returns a URL that only transcripts can use."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assemblyai_emulator.errors import ApiError, UploadAccessError
from assemblyai_emulator.routes.upload_memory import UploadMemory, trim_heap
from assemblyai_emulator.services import Services, origin, services
from assemblyai_emulator.store import uploads
from assemblyai_emulator.store.new_file import announced_size, new_file

LARGEST_BYTES = 2_200_000_000
"""The API's limit for an upload."""

_EMPTY = (
    "Upload failed, please try again. "
    "If you continue to have issues please reach out to support@assemblyai.com"
)
_memory = UploadMemory(trim_heap)
"""Of the whole process, as the heap is."""

_URL_PATH = re.compile(r"/upload/[0-9a-f]{32}/(?P<id>[0-9a-f-]{36})")


async def create(request: Request) -> Response:
    """https://www.assemblyai.com/docs/api-reference/files/upload."""
    return await store(request, services(request).accounts.authenticate(request))


async def store(request: Request, account: str) -> Response:
    """Keep the request's body as an upload of this account, and reply as the API does."""
    service = services(request)
    upload_id = str(uuid4())
    try:
        with _memory.used():
            size = await _save(request, service.files.upload(upload_id))
    except ClientDisconnect:
        return Response(status_code=400)  # the client is gone
    if not size:
        service.files.remove_upload(upload_id)
        return PlainTextResponse(_EMPTY, 422)
    try:
        await service.database.run(uploads.insert, upload_id, account)
    except Exception:
        # Without its row nobody can use the file. A cancelled insert may have been done: the next start looks.
        service.files.remove_upload(upload_id)
        raise
    return JSONResponse({"upload_url": f"{origin(request)}/upload/{uuid4().hex}/{upload_id}"})


async def fetch(_: Request) -> Response:
    """An upload URL cannot be fetched. It only identifies the upload for a transcript."""
    raise UploadAccessError


async def find_upload(service: Services, account: str, url: str, own_origin: str) -> str | None:
    """The id of the upload that `url` points to. None if it points elsewhere and has to be downloaded.

    Raises UploadAccessError if the upload belongs to another account or is gone.
    """
    match = _upload_path(url)
    owner = await service.database.run(uploads.owner, match["id"]) if match else None
    # Only the id counts: a client may reach the same emulator under more than one host name.
    if match and owner == account:
        return match["id"]
    if owner or url.startswith(f"{own_origin}/"):
        raise UploadAccessError
    return None


def _upload_path(url: str) -> re.Match[str] | None:
    try:
        return _URL_PATH.fullmatch(urlsplit(url).path)
    except ValueError:  # it is no URL, so it is no upload
        return None


async def _save(request: Request, path: Path) -> int:
    """Write the body to a file, which is removed if that fails. Returns its size in bytes."""
    announced = announced_size(request.headers.get("content-length"))
    _check_size(announced)
    async with new_file(path, announced) as file:
        async for chunk in request.stream():
            _check_size(file.size + len(chunk))
            await file.write(chunk)
    return file.size


def _check_size(size: int) -> None:
    if size > LARGEST_BYTES:
        # The service's reply is unverified.
        raise ApiError(413, "The file is larger than 2.2 GB. Send its public URL as audio_url instead.")
