"""Where the page plays from.

A page may be sent to other people, and any part of an address may be a key, or the name of a machine that is nobody's
business. So the address that was transcribed is in a page only if the maker of the page asks for it, and never with a
user's name, a query (such as a signature) or a fragment. An address that is given for the page is in it as it is.
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

_PARAMETERS = re.compile(r";|%3[bf]", re.IGNORECASE)
"""In a path: the start of parameters, such as a session's, or of a query whose question mark is encoded."""

OWN_ADDRESS = "address"
"""Given as a page's audio: the address that was transcribed."""

_CHOOSE = "To listen, choose the recording's file below the title"
_GIVE = f"{_CHOOSE}, or give its file or its address when you make the page."
_NOT_HERE = f"This page does not say where the recording is, as its address may be secret. {_CHOOSE}."
_HIDDEN = (
    "There is no audio in this page: the words are redacted, and the recording may say what they hide. "
    f"{_CHOOSE}, or that of its redacted copy."
)


def audio_of(transcript: Transcript, given: str | None, *, redacted: bool) -> Audio:
    """The audio that was given, if the page can play it; else why there is none."""
    if given not in (None, OWN_ADDRESS):
        media_source(given)
        return Audio(src=given, note=None)
    if transcript.deleted:
        return Audio(src=None, note="The audio was deleted with the transcript.")
    if given is None:
        return Audio(src=None, note=_HIDDEN if redacted else _NOT_HERE)
    url = transcript.audio_url or ""
    why = _why_not(url)
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
    if parts.query or parts.fragment or "@" in parts.netloc or _PARAMETERS.search(parts.path):
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
