"""Opens recordings with PyAV, an extra, so that none of them can make FFmpeg open another file or an address."""

from typing import Any, cast

_FORMATS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,mpegts,"
    "ogg,tta,w64,wav,wv"
)
"""Formats of single files only: a playlist names other files and addresses."""

_SAFE = {"protocol_whitelist": "", "format_whitelist": _FORMATS}


def library() -> Any:
    """PyAV. It is slow to import, and its types are incomplete. Raises an ImportError if it is not installed."""
    import av  # noqa: PLC0415 - see above

    return cast("Any", av)


def open_container(file: Any) -> Any:
    """The container in an open file, or in an object that has only `read`. Raises PyAV's errors."""
    return library().open(file, "r", options=_SAFE, metadata_errors="replace")
