"""What a recording is called: its file's name, or the last part of its URL."""

from urllib.parse import unquote, urlsplit

_UPLOAD = "Uploaded recording"


def title(name: str | None, audio_url: str, *, uploaded: bool, deleted: bool) -> str:
    """`name` is the one that is stored: the file's, or the first words of an upload that came without one."""
    if deleted:
        return "Deleted recording"
    if name:
        return name
    if uploaded or not audio_url:
        return _UPLOAD
    parts = urlsplit(audio_url)
    return cleaned(unquote(parts.path.rstrip("/").rpartition("/")[2])) or parts.netloc or audio_url


def cleaned(text: object) -> str:
    """A name without what cannot be seen: line ends, and characters that turn the text around them."""
    return "".join(one for one in text if one.isprintable()).strip() if isinstance(text, str) else ""
