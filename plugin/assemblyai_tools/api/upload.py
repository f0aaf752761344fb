"""An uploaded file (https://www.assemblyai.com/docs/api-reference/files/upload)."""

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.flow import Content, Flow, Request, fetch

_TIMEOUT = 120.0
"""Seconds without progress after which an upload fails: the service replies once it has stored the whole file."""

_RETRY_FOR = 300.0
"""The retry budget in seconds: sending the file may take most of it."""


class UploadedFile(ApiReply):
    upload_url: str


def upload(file: str | Content) -> Flow[str]:
    """Stream a local file, or content, to the service; returns its upload URL.

    An upload is not billed, so it is sent again if it fails.
    """
    request = Request("POST", "/v2/upload", file=file, timeout=_TIMEOUT, retry_for=_RETRY_FOR, harmless=True)
    uploaded = yield from fetch(request, UploadedFile)
    return uploaded.upload_url
