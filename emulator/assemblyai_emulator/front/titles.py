"""What a recording is called: its file's name, or the last part of its URL."""

import re
from urllib.parse import unquote, urlsplit

_UPLOAD = "Uploaded recording"
_NAMELESS = "Recording"

_QUERY = re.compile(r"[?#;].*", re.DOTALL)
"""What may hold a key at the end of a path, such as a query whose question mark was encoded."""


def title(name: str | None, audio_url: str, *, uploaded: bool, deleted: bool) -> str:
    """`name` is the one that is stored: the file's, or the first words of an upload that came without one."""
    if deleted:
        return "Deleted recording"
    if name:
        return name
    if uploaded or not audio_url:
        return _UPLOAD
    parts = urlsplit(audio_url)
    last = _QUERY.sub("", unquote(parts.path.rstrip("/").rpartition("/")[2]))
    return cleaned(last) or parts.netloc.rpartition("@")[2] or _NAMELESS


def cleaned(text: object) -> str:
    """A name without what cannot be seen: line ends, and characters that turn the text around them."""
    return "".join(one for one in text if one.isprintable()).strip() if isinstance(text, str) else ""
