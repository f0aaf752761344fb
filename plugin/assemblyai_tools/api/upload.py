"""An uploaded file (https://www.assemblyai.com/docs/api-reference/files/upload)."""

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.flow import Content, Flow, Request, fetch

_TIMEOUT = 120.0
"""Seconds without progress after which an upload fails: the service replies once it has stored the whole file."""


class UploadedFile(ApiReply):
    upload_url: str


def upload(file: str | Content) -> Flow[str]:
    """Stream a local file, or content, to the service; returns its upload URL."""
    uploaded = yield from fetch(Request("POST", "/v2/upload", file=file, timeout=_TIMEOUT), UploadedFile)
    return uploaded.upload_url
