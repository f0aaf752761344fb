"""Recordings and transcripts as LangChain documents."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from assemblyai_tools.api.transcripts import await_transcript
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError, TranscriptionFailedError
from assemblyai_tools.flow import Content, Flow
from assemblyai_tools.langchain.chunks import Unit, read_chunks
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.portable import Portable
from assemblyai_tools.operations.audio_source import AudioSource, source_name
from assemblyai_tools.operations.links import WEB_ADDRESS
from assemblyai_tools.operations.transcription import transcribe
from assemblyai_tools.results.speech import Line
from assemblyai_tools.results.transcript_view import TranscriptView, view_of
from assemblyai_tools.text import without_secrets
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress

_MAX_WAIT = 3600
"""Seconds to wait for each transcript, unless the caller says otherwise."""

_PLACEHOLDER = "placeholder"
"""Stands in for a recording, to check the options of a loader that has only existing transcripts."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Source:
    """A recording to transcribe, or an existing transcript."""

    given: AudioSource
    order: Arguments | None = None
    """The arguments of its transcription; None for an existing transcript."""

    @property
    def transcribed(self) -> bool:
        return self.order is None

    @property
    def name(self) -> str:
        return source_name(self.given).strip()

    @property
    def public_name(self) -> str:
        """The name without possible secrets: the query of a signed URL, a user name and password."""
        is_url = not self.transcribed and WEB_ADDRESS.fullmatch(self.name)
        return without_secrets(self.name) if is_url else self.name


class AssemblyAITranscriptLoader(Portable, BaseLoader):
    """Loads recordings, which are transcribed first, and existing transcripts by id.

    `audio` is a URL, a local file, bytes, an open binary file, or several of them.

    `by` is whole, paragraph, sentence or turn (an unbroken turn of one speaker). The metadata holds `source` (a URL
    loses its query), `transcript_id`, `unit` and `index`; where known, `start` and `end` in milliseconds and
    `speaker` (if there is only one); for a whole transcript also `audio_duration` in seconds and `language_code`.
    Further options are those of transcribe, such as `language_code="de"`. `lazy_load` transcribes one recording at a
    time, so you only pay for what you consume; `alazy_load` transcribes all at once and keeps their order.

    The constructor raises an InvalidArgumentsError for options that transcribe does not take. Loading raises an
    AssemblyAIError with the `transcript_id` of the recording that failed, if it has one; `alazy_load` finishes the
    others first. The error's `next_step` names the other transcripts that were created: load those by id. If you stop
    `alazy_load` early, a warning in the log names them, except for one that was just being created. After
    `wait_seconds` the loader stops waiting, but the job goes on.
    """

    def __init__(
        self,
        audio: AudioSource | Sequence[AudioSource] = (),
        *,
        transcript_ids: str | Sequence[str] = (),
        by: Unit = "whole",
        clients: Clients | None = None,
        wait_seconds: int = _MAX_WAIT,
        on_progress: ProgressCallback = no_progress,
        **options: Any,
    ) -> None:
        recordings, existing = _as_list(audio), _as_list(transcript_ids)
        if not (recordings or existing):
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
        fixed = {**(_with_speakers(options) if by == "turn" else options), "wait_seconds": 0}
        # Wrong options raise now, before anything is billed, even if there is nothing to transcribe.
        transcribe.validated({**fixed, "audio": _PLACEHOLDER})
        self._sources = [
            *(_Source(one, transcribe.validated({**fixed, "audio": one})) for one in recordings),
            *(_Source(one) for one in existing),
        ]

    def lazy_load(self) -> Iterator[Document]:
        """The documents of one source at a time."""
        created: list[str] = []
        for source in self._sources:
            try:
                flow = self._documents(source, created)
                documents = self._clients.run(flow, on_progress=self._on_progress)
            except AssemblyAIError as error:
                _name_others(error, _without_failed(created, [error]))
                raise
            yield from documents

    async def alazy_load(self) -> AsyncIterator[Document]:
        """The same documents in the same order, from all sources at once."""
        await self._clients.ready()  # so that the recordings are sent in their order
        created: list[str] = []
        flows = [self._documents(source, created) for source in self._sources]
        tasks = [
            asyncio.create_task(self._clients.arun(flow, on_progress=self._on_progress)) for flow in flows
        ]
        finished = False
        try:
            for task in tasks:
                for document in await task:
                    yield document
            finished = True
        except AssemblyAIError as error:
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            _name_others(error, _without_failed(created, outcomes))
            finished = True
            raise
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            left = [] if finished else _without_failed(created, outcomes)
            if left:
                _log.warning("Loading ended early; these transcripts were made: %s", ", ".join(left))

    def _documents(self, source: _Source, created: list[str]) -> Flow[list[Document]]:
        """The documents of a source. A new transcript's id is added to `created` as soon as it exists."""
        transcript_id, running = source.name, False
        if source.order is not None:
            view = yield from _create(source.order, created)
            transcript_id, running = view.id, view.status != "completed"
        try:
            if running:
                yield from self._wait_for(transcript_id)
            lines = yield from read_chunks(transcript_id, self._by)
        except AssemblyAIError as error:
            error.transcript_id = transcript_id
            raise
        return [
            self._document(source.public_name, transcript_id, index, line)
            for index, line in enumerate(lines)
            if line.text
        ]

    def _wait_for(self, transcript_id: str) -> Flow[None]:
        """Wait until a transcript is completed. Raises if it failed or takes too long."""
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
                **line_metadata(line),
            },
        )


def line_metadata(line: Line) -> dict[str, Any]:
    """What is known about a line's time and speaker. No value is None: some vector stores refuse that."""
    return line.model_dump(exclude={"text"}, exclude_none=True)


def _create(order: Arguments, created: list[str]) -> Flow[TranscriptView]:
    try:
        view = yield from transcribe.perform(order)
    except AssemblyAIError as error:
        if error.transcript_id:
            created.append(error.transcript_id)
        raise
    created.append(view.id)
    return view


def _as_list(given: AudioSource | Sequence[AudioSource]) -> Sequence[AudioSource]:
    """Several as they are, one as a list of one."""
    if isinstance(given, str | bytes | os.PathLike | Content) or hasattr(given, "read"):
        return [cast("AudioSource", given)]
    return list(given)


def _without_failed(created: Sequence[str], outcomes: Iterable[object]) -> list[str]:
    """The created transcripts without those whose transcription failed: the service does not charge for them."""
    failed = {error.transcript_id for error in outcomes if isinstance(error, TranscriptionFailedError)}
    return [one for one in created if one not in failed]


def _name_others(error: AssemblyAIError, ids: Sequence[str]) -> None:
    """Add to an error which other transcripts were created, so that the caller need not pay for them again."""
    others = [one for one in ids if one != error.transcript_id]
    if others:
        advice = f"Others were made; load them by transcript_ids instead of transcribing again: {', '.join(others)}."
        error.next_step = f"{error.next_step} {advice}".strip()


def _with_speakers(options: Mapping[str, Any]) -> dict[str, Any]:
    """Turns need speakers: speaker labels, unless there is one speaker on each channel."""
    return dict(options) if options.get("multichannel") else {"speaker_labels": True, **options}
