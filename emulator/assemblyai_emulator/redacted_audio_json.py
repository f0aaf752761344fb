"""The JSON that says where the redacted audio of a transcript is, and the signed URL in it."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from assemblyai_emulator.store.transcripts import Transcript

AUDIO_FILE = "redacted_audio_file"
"""The key of a stored result that holds the file's name. It is not a key of the API, so replies leave it out."""

URL_SECONDS = 30 * 60
"""How long a URL works, in seconds, as on the service. After that, ask for a new one."""

_PATH = "/redacted-audio"
_KEY = secrets.token_bytes(32)
"""Signs the URLs. After a restart of the emulator old URLs do not work; a new one can be asked for at any time."""


def redacted_audio_json(
    transcript: Transcript, origin: str, now: float | None = None
) -> dict[str, Any] | None:
    """The body of GET .../redacted-audio and of the webhook's second message. None if there is no redacted audio.

    The URL works without a key and is a new one each time, like the service's signed URLs. `now` is in seconds since
    1970. https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio
    """
    name = transcript.result.get(AUDIO_FILE)
    if name is None:
        return None
    expires = int(time.time() if now is None else now) + URL_SECONDS
    query = {"expires": str(expires), "nonce": secrets.token_hex(8)}
    signed = urlencode({**query, "signature": _signature(name, query)})
    return {"status": "redacted_audio_ready", "redacted_audio_url": f"{origin}{_PATH}/{name}?{signed}"}


def problem(name: str, query: Mapping[str, str]) -> str | None:
    """Why a URL does not open the file with that name: an S3 error's text. None if it does."""
    given = query.get("signature", "")
    if not hmac.compare_digest(given.encode(), _signature(name, query).encode()):
        return "Access Denied"
    return "Request has expired" if int(query["expires"]) < time.time() else None


def _signature(name: str, query: Mapping[str, str]) -> str:
    text = "\n".join((name, query.get("expires", ""), query.get("nonce", "")))
    return hmac.new(_KEY, text.encode(), hashlib.sha256).hexdigest()
