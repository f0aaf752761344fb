"""What an order is about, by which the same order is known again."""

from collections.abc import Callable
from dataclasses import dataclass

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.ledger.fingerprint import (
    File,
    Source,
    content_digest,
    options_digest,
    url_digest,
    url_name,
)
from assemblyai_tools.ledger_steps import PlaceOrder


@dataclass(frozen=True, slots=True)
class Subject:
    """What an order is about."""

    audio: str
    """The fingerprint of the audio."""
    options: str
    name: str | None = None
    path: str | None = None
    stamp: str | None = None


def subject_of(
    step: PlaceOrder, source: Source | None, known_digest: Callable[[str, str], str | None]
) -> Subject | None:
    """What an order is about; None if that cannot be told, such as of a file that cannot be read.

    Reading a large file takes seconds, so `known_digest` gives that of a path and a stamp that were seen before.
    """
    options = options_digest(step.options)
    try:
        if source is None:
            url = step.url or ""
            return Subject(url_digest(url), options, storable(url_name(url) or "") or None)
        if not isinstance(source, File):
            return Subject(content_digest(source), options, storable(step.file.name))
        path, stamp = storable(str(source.path)), source.stamp
        audio = known_digest(path, stamp) or content_digest(source)
        return Subject(audio, options, storable(source.path.name), path, stamp)
    except (OSError, ValueError, FileAccessError):  # the upload, or the service, says what is wrong with it
        return None


def storable(name: str) -> str:
    """A name as SQLite takes it: a file's name need not be text."""
    return name.encode(errors="replace").decode()
