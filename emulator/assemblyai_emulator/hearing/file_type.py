"""Describes a file that turned out not to be audio."""

import codecs
import json
from pathlib import Path

_HEAD_BYTES = 4096
_LARGEST_JSON = 1 << 20
"""Bytes. A larger file is not parsed to see if it is JSON."""

_NO_CONTAINER = "Container: this is not an audio or video file that can be opened."


def describe(path: Path) -> str:
    """The API's error text for a file without audio, and which of container or length it was.

    https://www.assemblyai.com/docs/faq
    """
    head = _head(path)
    if not head:
        return "Audio duration is too short. Length: the file is empty."
    if _is_json(path, head):
        return f"Transcoding failed. File type application/json. {_NO_CONTAINER}"
    return f"File does not appear to contain audio. File type is {_kind(head)}. {_NO_CONTAINER}"


def _kind(head: bytes) -> str:
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html (HTML document)"
    return "text/plain" if _is_text(head) else "application/octet-stream"


def _is_text(head: bytes) -> bool:
    try:
        # An incremental decoder accepts a character that is cut off at the end of the head.
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character.isspace() for character in text)


def _is_json(path: Path, head: bytes) -> bool:
    if not head.lstrip().startswith((b"{", b"[")) or path.stat().st_size > _LARGEST_JSON:
        return False
    try:
        json.loads(path.read_bytes())
    # Brackets can be nested deeper than the parser goes. That is no JSON which anyone uploads by mistake.
    except (ValueError, RecursionError):
        return False
    return True


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)
