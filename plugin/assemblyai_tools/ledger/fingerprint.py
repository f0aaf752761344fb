"""What makes two orders the same: the account, the audio, the options."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any, Protocol, TypeAlias, runtime_checkable
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_SCHEMES: Sequence[tuple[frozenset[str], re.Pattern[str]]] = tuple(
    (frozenset(needs.split()), re.compile(signed))
    for needs, signed in (
        ("x-amz-signature", "x-amz-.*"),
        ("x-goog-signature", "x-goog-.*"),
        ("x-oss-signature", "x-oss-.*"),
        ("q-signature", "q-.*"),
        ("awsaccesskeyid signature", "awsaccesskeyid|signature|expires"),
        ("googleaccessid signature", "googleaccessid|signature|expires"),
        ("ossaccesskeyid signature", "ossaccesskeyid|signature|expires"),
        ("key-pair-id signature", "key-pair-id|signature|expires|policy"),
        ("sig se", "sig|se|sp|sr|st|sv|ss|srt|spr|sip|skoid|sktid|skt|ske|sks|skv"),
    )
)
"""The known ways to sign a URL (S3, Google Cloud, OSS, COS, CloudFront, Azure): the parameters by which each is known,
and those that are new in each link to the same audio. A bare `token` is not among them: it may name the audio."""


@runtime_checkable
class File(Protocol):
    """A local file that may be read.

    `path` is where it is, links resolved; `stamp` changes with its content, or when another file takes its place.
    `open` gives it at its start, and `check_unchanged` tells whether what was opened is still the same: both raise a
    FileAccessError if it is not.
    """

    @property
    def path(self) -> PurePath: ...

    @property
    def stamp(self) -> str: ...

    def open(self) -> IO[bytes]: ...

    def check_unchanged(self, descriptor: int) -> None: ...


Source: TypeAlias = File | bytes | IO[bytes]
"""What would be uploaded."""

_CHUNK = 1 << 20
"""Bytes that are read at a time."""


_LOOPBACK = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?", re.IGNORECASE)
"""The address of an emulator on this machine, which has another port each time."""


def account_digest(base_url: str, key: str) -> str:
    """An account of a service, without its key."""
    service = _LOOPBACK.sub("this machine", base_url)
    return _digest(f"{service}\n{key}")


def options_digest(options: Mapping[str, Any]) -> str:
    """The options of a job, in any order."""
    return _digest(json.dumps(options, sort_keys=True, ensure_ascii=False, default=str))


def url_digest(url: str) -> str:
    """The address of an audio file, without what is signed of it."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    names = {name.lower() for name, _ in query}
    for needs, signed in _SCHEMES:
        if needs <= names:
            query = [(name, value) for name, value in query if not signed.fullmatch(name.lower())]
    user, at, host = parts.netloc.rpartition("@")
    address = (parts.scheme.lower(), f"{user}{at}{host.lower()}", parts.path, urlencode(query), "")
    return "url:" + _digest(urlunsplit(address))


def content_digest(source: Source) -> str:
    """The content of a file, or of what a program holds; a stream is read from its start and left there."""
    if isinstance(source, File):
        with source.open() as file:
            digested = content_digest(file)
            source.check_unchanged(file.fileno())
            return digested
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
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=20).hexdigest()
