"""Links to a recording that work without a key: a browser sends none with a link, nor for the sound of a page.

They are needed only where the emulator demands a known key, and name no key.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from urllib.parse import urlencode

_HOUR = 60 * 60
_HOURS = 12
"""How long a link works at most. It changes once an hour, so that the list stays the same between."""

_KEY = secrets.token_bytes(32)
"""Signs the links. After a restart of the emulator old ones do not work."""


def query(transcript_id: str, now: float | None = None) -> str:
    """The query of a link to this recording and its sound. `now` is in seconds since 1970."""
    hour = int(time.time() if now is None else now) // _HOUR
    expires = str((hour + _HOURS) * _HOUR)
    return "?" + urlencode({"expires": expires, "pass": _signature(transcript_id, expires)})


def is_valid(transcript_id: str, given: Mapping[str, str]) -> bool:
    expires = given.get("expires", "")
    signature = _signature(transcript_id, expires)
    if not hmac.compare_digest(given.get("pass", "").encode(), signature.encode()):
        return False
    return int(expires) > time.time()


def _signature(transcript_id: str, expires: str) -> str:
    return hmac.new(_KEY, f"{transcript_id}\n{expires}".encode(), hashlib.sha256).hexdigest()
