"""Where the page plays from.

A page may be sent to other people. So the address of the audio is in it only if it holds nothing that could be a key
(a user's name, a query such as a signature, a fragment), or if whoever makes the page gives that address for it.
"""

import re
from urllib.parse import SplitResult, urlsplit

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_viewer.format import Audio

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:.]*")
"""A host's name, or an address of version 6, as a Content-Security-Policy can hold it."""

_SERVICE = re.compile(r"(?:.*\.)?assemblyai\.com")
"""The hosts of the service, which gives uploaded audio to nobody."""

_GIVE = "Give its file or its address when you make the page."


def audio_of(transcript: Transcript, given: str | None) -> Audio:
    """The audio that was given, or else that of the transcript, if the page can play it."""
    if given is not None:
        media_source(given)
        return Audio(src=given, note=None)
    url = transcript.audio_url or ""
    why = "The audio was deleted with the transcript." if transcript.deleted else _why_not(url)
    return Audio(src=None, note=why) if why else Audio(src=url, note=None)


def media_source(src: str) -> str:
    """What a Content-Security-Policy must allow for the audio. Raises InvalidArgumentsError for what is no address."""
    parts = _split(src)
    if (
        parts is None
        or parts.scheme not in ("http", "https", "data", "")
        or (parts.netloc and not parts.scheme)
    ):
        raise InvalidArgumentsError(
            "The audio for the page is neither a web address nor a path from the page to a file.",
            next_step="Give https://..., or a path such as meeting.mp3, with slashes.",
        )
    if parts.scheme == "data":
        return ""  # the page may always play what it holds
    if not parts.scheme:
        return "'self' file:"  # beside the page, which a server has, or a folder
    origin = _origin(parts)
    if origin is None:
        raise InvalidArgumentsError(
            "The host in the address of the audio cannot be used.", next_step="Give its name in ASCII."
        )
    return origin


def _why_not(url: str) -> str | None:
    """Why a page cannot play what the transcript was made of."""
    parts = _split(url)
    if parts is None or parts.scheme != "https" or _origin(parts) is None:
        return f"The audio is at no address that a page can play. {_GIVE}"
    if _SERVICE.fullmatch(parts.hostname or ""):
        return f"The service keeps the uploaded audio to itself. {_GIVE}"
    if parts.query or parts.fragment or "@" in parts.netloc:
        return f"The address of the audio may hold a key, so it is not in this page. {_GIVE}"
    return None


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _origin(parts: SplitResult) -> str | None:
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not _HOST.fullmatch(host):
        return None
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}" + ("" if port is None else f":{port}")
