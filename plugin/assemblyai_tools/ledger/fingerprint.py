"""What makes two orders the same: the account, the audio, the options."""

import hashlib
import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Any, TypeAlias
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_SIGNED = re.compile(
    r"(?i)x-(amz|goog|oss|cos|bce|obs)-.*|.*signature.*|.*token.*|.*expir.*|awsaccesskeyid|googleaccessid|key-pair-id|policy"
    r"|hmac|hash|sig|se|sp|sr|st|sv|skoid|sktid|skt|ske|sks|skv|spr|sip|rscd|rsct|e|exp|auth|jwt"
)
"""Parameters of a URL that only say until when it is good and for whom; they are new in each link to the same audio."""

_SIGNATURES = re.compile(r"(?i).*signature.*|.*token.*|sig|hmac|auth|jwt")
"""Parameters of which one makes a URL a signed one; without one, the others are parameters like any."""


Source: TypeAlias = Path | bytes | IO[bytes]
"""What would be uploaded."""

_CHUNK = 1 << 20
"""Bytes that are read at a time."""


def account_digest(base_url: str, key: str) -> str:
    """An account of a service, without its key."""
    return _digest(f"{base_url}\n{key}")


def options_digest(options: Mapping[str, Any]) -> str:
    """The options of a job, in any order."""
    return _digest(json.dumps(options, sort_keys=True, ensure_ascii=False, default=str))


def url_digest(url: str) -> str:
    """The address of an audio file, without what is signed of it."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if any(_SIGNATURES.fullmatch(name) for name, _ in query):
        query = [(name, value) for name, value in query if not _SIGNED.fullmatch(name)]
    host = parts.netloc.rpartition("@")[2].lower()
    return "url:" + _digest(urlunsplit((parts.scheme.lower(), host, parts.path, urlencode(query), "")))


def content_digest(source: Source) -> str:
    """The content of a file, or of what a program holds; a stream is read from its start and left there."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return content_digest(file)
    stream = BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    digest = _blake2b()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return f"file:{digest.hexdigest()}"


def url_name(url: str) -> str | None:
    """What a person calls the audio at an address: the last part of its path, if that looks like a file's name."""
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    return name if "." in name else None


def _blake2b() -> Any:
    return hashlib.blake2b(digest_size=20)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=20).hexdigest()
