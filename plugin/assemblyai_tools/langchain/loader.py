"""Recordings and transcripts as LangChain documents."""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from assemblyai_tools.api.transcripts import await_transcript
from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError, TranscriptionFailedError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.chunks import Unit, pieces
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.operations.transcribe_arguments import WEB_ADDRESS
from assemblyai_tools.operations.transcription import transcribe
from assemblyai_tools.results.speech import Line
from assemblyai_tools.results.transcript_view import TranscriptView, view_of
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress

Audio: TypeAlias = str | os.PathLike[str]
"""A URL, or the path of a local file."""

_HOUR = 3600
_PLACEHOLDER = "placeholder"
_CREDENTIALS = re.compile(r"(?<=://)[^/]*@")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Source:
    """A recording to transcribe, or a transcript that exists."""

    name: str
    transcribed: bool

    @property
    def shown(self) -> str:
        """The name without what may be a secret: the query of a signed URL, a user's name and password."""
        if self.transcribed or not WEB_ADDRESS.fullmatch(self.name):
            return self.name
        return _CREDENTIALS.sub("", re.split("[?#]", self.name, maxsplit=1)[0])


class AssemblyAITranscriptLoader(BaseLoader):
    """Loads recordings (local files or URLs, which are transcribed first) and transcripts by their ids.

    `by` is whole, paragraph, sentence or turn (an unbroken turn of one speaker). The metadata hold `source` (of a URL
    without its query), `transcript_id`, `unit`, `index`, and where they are known `start` and `end` in milliseconds
    and `speaker` (if there is only one); of a whole also `audio_duration` in seconds and `language_code`.
    Further options are those of transcribe, such as `language_code="de"`. `lazy_load` takes one recording after the
    other, so that what is not consumed is not paid for; `alazy_load` transcribes all at once and keeps their order.

    Raises an InvalidArgumentsError for options that transcribe does not take, at once. Loading raises an
    AssemblyAIError, with the `transcript_id` of the recording that failed, if it has one; in `alazy_load` the others
    are finished first. Its `next_step` names the other transcripts that were made: load those by their ids. Who stops
    `alazy_load` early finds them in a warning of the log, save one whose creation was under way. After `wait_seconds`
    it gives up waiting, not the job.
    """

    def __init__(
        self,
        audio: Audio | Sequence[Audio] = (),
        *,
        transcript_ids: str | Sequence[str] = (),
        by: Unit = "whole",
        clients: Clients | None = None,
        wait_seconds: int = _HOUR,
        on_progress: ProgressCallback = no_progress,
        **options: Any,
    ) -> None:
        self._sources = [
            *(_Source(name, transcribed=False) for name in _listed(audio)),
            *(_Source(name, transcribed=True) for name in _listed(transcript_ids)),
        ]
        if not self._sources:
            raise InvalidArgumentsError(
                "There is nothing to load.", next_step="Give audio (files or URLs) or transcript_ids."
            )
        if by not in get_args(Unit):
            raise InvalidArgumentsError(
                f"by is {by!r}.", next_step=f"Give one of: {', '.join(get_args(Unit))}."
            )
        self._by: Unit = by
        self._clients = clients or Clients()
        self._wait_seconds = wait_seconds
        self._on_progress = on_progress
        self._options = _with_speakers(options) if by == "turn" else options
        for name in [source.name for source in self._sources if not source.transcribed] or [_PLACEHOLDER]:
            self._transcribe(name).close()  # raises for wrong options, before anything is paid for

    def lazy_load(self) -> Iterator[Document]:
        """The documents of one source after the other."""
        made: list[str] = []
        for source in self._sources:
            try:
                documents = self._clients.blocking.run(
                    self._documents(source, made), on_progress=self._on_progress
                )
            except AssemblyAIError as error:
                _name_others(error, _usable(made, [error]))
                raise
            yield from documents

    async def alazy_load(self) -> AsyncIterator[Document]:
        """The same documents in the same order, from all sources at once."""
        client = self._clients.asynchronous
        made: list[str] = []
        tasks = [
            asyncio.create_task(client.run(self._documents(source, made), on_progress=self._on_progress))
            for source in self._sources
        ]
        ended = False
        try:
            for task in tasks:
                for document in await task:
                    yield document
            ended = True
        except AssemblyAIError as error:
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            _name_others(error, _usable(made, outcomes))
            ended = True
            raise
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            left = [] if ended else _usable(made, outcomes)
            if left:
                _log.warning("Loading ended early; these transcripts were made: %s", ", ".join(left))

    def _documents(self, source: _Source, made: list[str]) -> Flow[list[Document]]:
        """The documents of a source; the id of a new transcript is added to `made` as soon as there is one."""
        transcript_id, running = source.name, False
        if not source.transcribed:
            view = yield from self._created(source.name, made)
            transcript_id, running = view.id, view.status != "completed"
        try:
            if running:
                yield from self._ended(transcript_id)
            lines = yield from pieces(transcript_id, self._by)
        except AssemblyAIError as error:
            error.transcript_id = transcript_id
            raise
        return [
            self._document(source.shown, transcript_id, index, line)
            for index, line in enumerate(lines)
            if line.text
        ]

    def _created(self, audio: str, made: list[str]) -> Flow[TranscriptView]:
        try:
            view = yield from self._transcribe(audio)
        except AssemblyAIError as error:
            if error.transcript_id:
                made.append(error.transcript_id)
            raise
        made.append(view.id)
        return view

    def _transcribe(self, audio: str) -> Flow[TranscriptView]:
        return transcribe.start({**self._options, "audio": audio, "wait_seconds": 0})

    def _ended(self, transcript_id: str) -> Flow[None]:
        """Wait for a transcript's end; raises for one that failed, or takes too long."""
        view = view_of((yield from await_transcript(transcript_id, self._wait_seconds)))
        if view.status != "completed":
            raise AssemblyAIError(
                f"Transcript {transcript_id} is still {view.status} after {self._wait_seconds} s; the job goes on.",
                next_step=f'Load it later with transcript_ids="{transcript_id}", or wait longer.',
            )

    def _document(self, source: str, transcript_id: str, index: int, line: Line) -> Document:
        return Document(
            id=f"{transcript_id}-{self._by}-{index}",
            page_content=line.text,
            metadata={
                "source": source,
                "transcript_id": transcript_id,
                "unit": self._by,
                "index": index,
                **facts(line),
            },
        )


def facts(line: Line) -> dict[str, Any]:
    """What is known of a line's time and speaker; nothing is None, as some vector stores refuse that."""
    return line.model_dump(exclude={"text"}, exclude_none=True)


def _listed(given: Audio | Sequence[Audio]) -> list[str]:
    several = [given] if isinstance(given, str | os.PathLike) else given
    return [os.fspath(one).strip() for one in several]


def _usable(made: Sequence[str], outcomes: Iterable[object]) -> list[str]:
    """The transcripts that were made, without those that the service gave up and does not charge for."""
    failed = {error.transcript_id for error in outcomes if isinstance(error, TranscriptionFailedError)}
    return [one for one in made if one not in failed]


def _name_others(error: AssemblyAIError, ids: Sequence[str]) -> None:
    """Tell in an error which other transcripts were made, so that nobody pays for them again."""
    others = [one for one in ids if one != error.transcript_id]
    if others:
        told = f"Others were made, load them by transcript_ids instead of again: {', '.join(others)}."
        error.next_step = f"{error.next_step} {told}".strip()


def _with_speakers(options: Mapping[str, Any]) -> dict[str, Any]:
    """Turns need speakers: told apart by voice unless there is one on each channel."""
    return dict(options) if options.get("multichannel") else {"speaker_labels": True, **options}
