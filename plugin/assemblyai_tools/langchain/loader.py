"""Recordings and transcripts as LangChain documents."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError
from assemblyai_tools.flow import Flow, wait
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.units import Unit, pieces
from assemblyai_tools.operations import transcribe
from assemblyai_tools.operations.transcript_view import view_of
from assemblyai_tools.progress import ProgressCallback, no_progress
from assemblyai_tools.replies import Transcript
from assemblyai_tools.speech import Line

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class _Source:
    """A recording to transcribe, or a transcript that exists."""

    name: str
    transcribed: bool


class AssemblyAITranscriptLoader(BaseLoader):
    """Loads recordings (local files or URLs, which are transcribed first) and transcripts by their ids.

    `by` is whole, paragraph, sentence or turn (an unbroken turn of one speaker). The metadata hold `source`,
    `transcript_id`, `unit`, `index`, and where they are known `start` and `end` in milliseconds and `speaker`.
    Further options are those of transcribe, such as `language_code="de"`. `lazy_load` takes one recording after the
    other, so that what is not consumed is not paid for; `alazy_load` transcribes all at once and keeps their order.

    Raises an AssemblyAIError, with the `transcript_id` of what was already made. After `wait_seconds` it gives up
    waiting, not the job.
    """

    def __init__(
        self,
        audio: str | Sequence[str] = (),
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
        if by not in get_args(Unit):
            raise InvalidArgumentsError(
                f"by is {by!r}.", next_step=f"Give one of: {', '.join(get_args(Unit))}."
            )
        self._by: Unit = by
        self._clients = clients or Clients()
        self._wait_seconds = wait_seconds
        self._on_progress = on_progress
        self._options = _with_speakers(options) if by == "turn" else options

    def lazy_load(self) -> Iterator[Document]:
        """The documents of one source after the other."""
        for source in self._sources:
            yield from self._clients.blocking.run(self._documents(source), on_progress=self._on_progress)

    async def alazy_load(self) -> AsyncIterator[Document]:
        """The same documents in the same order, from all sources at once."""
        client = self._clients.asynchronous
        tasks = [
            asyncio.create_task(client.run(self._documents(source), on_progress=self._on_progress))
            for source in self._sources
        ]
        try:
            for task in tasks:
                for document in await task:
                    yield document
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _documents(self, source: _Source) -> Flow[list[Document]]:
        transcript_id = source.name if source.transcribed else (yield from self._transcribed(source.name))
        try:
            lines = yield from pieces(transcript_id, self._by)
        except AssemblyAIError as error:
            error.transcript_id = transcript_id
            raise
        return [
            self._document(source.name, transcript_id, index, line)
            for index, line in enumerate(lines)
            if line.text
        ]

    def _transcribed(self, audio: str) -> Flow[str]:
        """Transcribe a recording and wait for its end; the result is the id."""
        view = yield from transcribe.start({**self._options, "audio": audio, "wait_seconds": 0})
        if view.status == "completed":
            return view.id
        reply = yield from wait(view.id, self._wait_seconds)
        ended = view_of(reply.parse(Transcript))  # raises for one that failed
        if ended.status != "completed":
            raise AssemblyAIError(
                f"Transcript {view.id} is still {ended.status} after {self._wait_seconds} s; the job goes on.",
                next_step=f'Load it later with transcript_ids="{view.id}", or wait longer.',
                transcript_id=view.id,
            )
        return view.id

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


def _listed(given: str | Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given


def _with_speakers(options: Mapping[str, Any]) -> dict[str, Any]:
    """Turns need speakers: told apart by voice unless there is one on each channel."""
    return dict(options) if options.get("multichannel") else {"speaker_labels": True, **options}
