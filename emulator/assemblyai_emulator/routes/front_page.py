"""What the emulator says at / to programs and strangers. The service itself has nothing there."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

_TEXT = """\
This is assemblyai-emulator: AssemblyAI's API on this machine, for development and tests, and not the service itself.
A program uses it with ASSEMBLYAI_BASE_URL={address} and any key (with --api-key: that one) as ASSEMBLYAI_API_KEY.
Its routes are those of the API, such as /v2/transcript. A browser on the emulator's own machine, at http://127.0.0.1 or
http://localhost and the emulator's port, gets a page here that shows its recordings.
What it does, and what it does not, is in the project's docs/emulator.md.
"""


async def get(request: Request) -> Response:
    address = str(request.base_url).rstrip("/")
    text = _TEXT.format(address=address)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(text)
    body = "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines())
    return HTMLResponse(f"<!doctype html>\n<title>assemblyai-emulator</title>\n{body}")
