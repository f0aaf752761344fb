"""What a batch is given: folders, patterns, lists, files and URLs, as a stream of recordings."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from assemblyai_tools.batch.sources.files import fault_of, is_pattern, recordings_below, recordings_like
from assemblyai_tools.batch.sources.lists import LIST_SUFFIXES, Row, read_list
from assemblyai_tools.batch.sources.source import BadSource, Source, shown, stamp_of
from assemblyai_tools.errors import FileAccessError, InvalidArgumentsError
from assemblyai_tools.exports.names import ResultNames, name_in_url
from assemblyai_tools.operations.links import direct_link, web_address
from assemblyai_tools.operations.transcribe_arguments import WEBHOOK_OPTIONS, TranscribeArguments
from assemblyai_tools.operations.transcription import transcribe
from assemblyai_tools.text import shorten, without_secrets
from assemblyai_tools.transport.file_names import unwrapped

NO_OPTIONS_HERE = frozenset({"audio", "wait_seconds", "again"}) | WEBHOOK_OPTIONS
"""Arguments of transcribe that a batch decides itself, or does not keep, as they hold a secret."""

OPTIONS = frozenset(TranscribeArguments.model_fields) - NO_OPTIONS_HERE
"""The options that a batch, and each of its recordings, may have."""

STDIN = "-"
"""The source that is a list on the standard input: a path, a URL or a JSON object a line."""

_DIFFERENT_OPTIONS = 1000
"""Different options of rows that are checked once only; most lists have few."""

_LONGEST_SHOWN = 200
"""Characters of a path that a line shows."""

_ANY_AUDIO = "https://example.com/audio.mp3"
"""An address that stands for the audio where only the options are checked."""


def checked_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options of transcribe as JSON values. Raises an InvalidArgumentsError that names each that is wrong."""
    if own := NO_OPTIONS_HERE & given.keys():
        raise InvalidArgumentsError(f"{', '.join(sorted(own))}: no option of a recording in a batch.")
    arguments = transcribe.validated({"audio": _ANY_AUDIO, **given})
    return arguments.model_dump(mode="json", exclude={"audio"}, exclude_unset=True, by_alias=True)


def read_sources(
    given: Iterable[str],
    *,
    options: Mapping[str, Any] | None = None,
    taken: Iterable[str] = (),
    stdin: BinaryIO | None = None,
) -> Iterator[Source | BadSource]:
    """Every recording that is given, in its order, and what is said of each one that cannot be in the batch.

    `options` are the batch's: a row's must agree with them. `taken` are names that no recording gets. Raises
    an AssemblyAIError where a whole source is wrong.
    """
    reader = _Reader(options or {}, ResultNames(taken), stdin)
    for text in given:
        yield from reader.read(text)


class _Reader:
    """Reads one source after the other; it remembers only the names that are taken and what was there already."""

    def __init__(self, options: Mapping[str, Any], names: ResultNames, stdin: BinaryIO | None) -> None:
        self._options = checked_options(options)
        self._stdin = stdin
        self._names = names
        self._seen: set[bytes] = set()
        self._own_options = lru_cache(_DIFFERENT_OPTIONS)(self._read_options)

    def read(self, text: str) -> Iterator[Source | BadSource]:
        path = os.path.expanduser(text)  # noqa: PTH111 - Path's raises for a user who is unknown
        if text == STDIN:
            yield from self._rows(self._stdin or sys.stdin.buffer, "stdin", Path.cwd())
        elif web_address(text):
            yield self._checked(Row(without_secrets(shown(text)), text), Path.cwd())
        elif os.path.isdir(path):  # noqa: PTH112 - Path's raises for a name that is too long
            yield from self._found(recordings_below(Path(path).absolute()), f"{text} holds no recordings.")
        elif is_pattern(text) and not os.path.lexists(path):
            yield from self._found(recordings_like(Path(path).absolute()), f"No recording matches {text}.")
        elif PurePath(path).suffix.lower() in LIST_SUFFIXES:
            yield from self._list(Path(path).absolute())
        else:
            yield self._checked(Row(shown(text), path), Path.cwd())

    def _found(self, paths: Iterable[Path | BadSource], nothing: str) -> Iterator[Source | BadSource]:
        """The recordings at these paths; raises an error that says `nothing` if there is not one path."""
        none = True
        for one in paths:
            none = False
            yield (
                one
                if isinstance(one, BadSource)
                else self._checked(Row(shown(str(one)), str(one)), one.parent)
            )
        if none:
            raise FileAccessError(
                shown(nothing), next_step="Hidden files, and files that are no media, are left out."
            )

    def _list(self, path: Path) -> Iterator[Source | BadSource]:
        try:
            stream = path.open("rb")
        except OSError as error:
            raise FileAccessError(
                f"The list {path} cannot be read ({error.strerror}).", next_step="Check its name."
            ) from None
        with stream:
            yield from self._rows(stream, path.name, path.parent)

    def _rows(self, stream: BinaryIO, called: str, folder: Path) -> Iterator[Source | BadSource]:
        for row in read_list(stream, shown(called), OPTIONS):
            yield row if isinstance(row, BadSource) else self._checked(row, folder)

    def _checked(self, row: Row, folder: Path) -> Source | BadSource:
        """The recording of a row, whose path is relative to the folder."""
        if not (_is_text(row.audio) and _is_text(row.name or "")):
            return BadSource(
                row.where, "its name is not UTF-8, or holds a character 0: rename it", "unreadable"
            )
        try:
            options = self._own_options(json.dumps(row.options)) if row.options else None
        except InvalidArgumentsError as error:
            return BadSource(row.where, error.message, "option")
        found = _on_the_web(row) if web_address(row.audio) else _on_the_disk(row, folder)
        if isinstance(found, BadSource):
            return found
        key = hashlib.blake2b(f"{found.real}\n{json.dumps(options)}".encode(), digest_size=16).digest()
        if key in self._seen:
            told = "it is in the batch already, with the same options"
            return BadSource(row.where, told + _named(row, without_secrets(found.audio)), "duplicate")
        self._seen.add(key)
        return Source(
            audio=found.audio,
            is_file=found.seen is not None,
            name=self._names.take(row.name or found.name),
            options=options,
            size=found.seen.st_size if found.seen else None,
            stamp=stamp_of(found.seen) if found.seen else None,
            seconds=row.seconds,
        )

    def _read_options(self, given: str) -> dict[str, Any] | None:
        """The options that a row, as JSON, changes or adds to those of the batch."""
        checked = checked_options({**self._options, **json.loads(given)})
        own = {name: value for name, value in checked.items() if self._options.get(name) != value}
        return own or None


@dataclass(frozen=True, slots=True)
class _Found:
    """What a row's path or URL leads to."""

    real: str
    """What is the same for the same audio: a file's path below a folder without links, or the URL. A link to a file is
    another one: it is found to be a copy by its content, so that both names get their results."""
    audio: str
    name: str
    seen: os.stat_result | None = None


def _on_the_web(row: Row) -> _Found | BadSource:
    try:
        url = direct_link(web_address(row.audio) or "")
    except ValueError as error:
        return BadSource(row.where, str(error), "not media")
    return _Found(url, url, name_in_url(url))


def _on_the_disk(row: Row, folder: Path) -> _Found | BadSource:
    text = unwrapped(row.audio) if row.audio.lower().startswith("file:") else row.audio
    path = os.path.normpath(folder / text)
    try:
        seen = os.stat(path)  # noqa: PTH116 - a hundred thousand of them
    except OSError as error:
        told = "give an http(s) URL, or a path" if "://" in text else error.strerror or "it cannot be found"
        told += _named(row, path)
        return BadSource(row.where, told, "missing")
    if fault := fault_of(path, seen):
        return BadSource(row.where, *fault)
    place, name = os.path.split(path)
    return _Found(f"{_real(place)}/{name}", path, PurePath(path).stem, seen)


def _named(row: Row, audio: str) -> str:
    """The path or URL in brackets, unless the line begins with it already."""
    told = shorten(shown(audio), _LONGEST_SHOWN)
    return "" if told == row.where else f" ({told})"


@lru_cache(1024)
def _real(folder: str) -> str:
    """A folder without links; most recordings of a batch are in few folders."""
    return os.path.realpath(folder)


def _is_text(given: str) -> bool:
    """Whether databases and file systems take it: no lone surrogate, no character 0."""
    return "\0" not in given and not any("\ud800" <= char <= "\udfff" for char in given)
