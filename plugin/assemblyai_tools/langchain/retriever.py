"""Finds the passages of transcripts that are relevant to a question, with their times. No vector store, no model."""

import asyncio
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import ensure_config, var_child_runnable_config
from pydantic import ConfigDict, Field, PrivateAttr, SkipValidation, model_validator

from assemblyai_tools.api.transcripts import speaker_names
from assemblyai_tools.api.word_search import MOST_WORDS, find_words, is_plain
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.loader import line_metadata
from assemblyai_tools.langchain.portable import PortableModel
from assemblyai_tools.langchain.ranking import bm25_scores, content_terms, without_common_terms
from assemblyai_tools.operations.passages import passage_lines
from assemblyai_tools.results.folding import search_terms
from assemblyai_tools.results.speech import Line, lines_of
from assemblyai_tools.streaming.live_transcript import LiveTranscript

_CACHED_TRANSCRIPTS = 100
"""Transcripts whose sentences are cached for the next question."""


@dataclass(frozen=True, slots=True)
class _Question:
    """The terms of a question that count."""

    terms: Sequence[str]
    words: Sequence[str]
    """The words that the word search knows these terms by; empty if it might overlook one."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence and its position among all sentences of its transcript."""

    transcript_id: str
    index: int
    lines: Sequence[Line]

    @property
    def line(self) -> Line:
        return self.lines[self.index]


class _Cache(dict[tuple[bytes, str, tuple[tuple[str, str], ...]], list[Line]]):
    """Sentences by account (a digest of its key), transcript and speakers' names. Copies and pickles begin empty."""

    def __deepcopy__(self, _: dict[int, Any]) -> "_Cache":
        return _Cache()

    def __reduce__(self) -> tuple[Any, ...]:
        return _Cache, ()


class AssemblyAITranscriptRetriever(PortableModel, BaseRetriever):
    """The passages of completed transcripts that contain a question's words, best first, with their times.

    The service's word search says which transcripts to read; their sentences are ranked with BM25. Words must match
    as spelled; case, punctuation, the kind of apostrophe, Unicode's forms and the signs of numbers are ignored, as in
    `search_words`. English function words do not count, nor do words that are in most sentences of a transcript,
    unless the question has no others. In a script without spaces every character counts as a word. If a word of the
    question has anything but unaccented letters, all transcripts are read, as the word search could overlook it.

    A document is the sentence with `around` neighbours on each side. The metadata holds `source` and `transcript_id`
    (both the id); `index`, `score`, `speaker`, `start` and `end` of the sentence that was found; `passage_start` and
    `passage_end` of the whole passage. Times are in milliseconds; unknown values are left out.

    `live` are live transcripts, as far as they were heard when the question is asked. Their turns are ranked, long ones
    in parts, without a request to the service.

    Raises an AssemblyAIError if any of the transcripts is unknown, deleted or not completed: its `transcript_id` says
    which. Sentences are cached between questions, even those of a transcript that is deleted meanwhile.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    transcript_ids: list[str] = Field(default_factory=list[str])
    live: list[LiveTranscript] = Field(default_factory=list[LiveTranscript], exclude=True, repr=False)
    k: int = Field(default=4, ge=1)
    around: int = Field(default=1, ge=0)
    clients: SkipValidation[Clients] = Field(default_factory=Clients, exclude=True, repr=False)

    _cache: _Cache = PrivateAttr(default_factory=_Cache)

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if not self.transcript_ids and not self.live:
            raise ValueError("give transcript_ids or live")
        return self

    # Unlike a tool, a retriever does not put its config where what it calls finds it.
    def invoke(self, input: str, config: RunnableConfig | None = None, **options: Any) -> list[Document]:  # noqa: A002
        with _in_context(config):
            return super().invoke(input, config, **options)

    async def ainvoke(
        self,
        input: str,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **options: Any,
    ) -> list[Document]:
        with _in_context(config):
            return await super().ainvoke(input, config, **options)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager  # reading is too quick to report progress
        question, scope = _question(query), self.clients.scope()
        ids = self._ids_to_read(question)
        found = [self.clients.run(self._candidates(one, question, scope)) for one in ids]
        return self._best(question, [*found, *self._live_sentences()])

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        question, scope = _question(query), await self.clients.ascope()
        tasks = [
            asyncio.create_task(self.clients.arun(self._candidates(one, question, scope)))
            for one in self._ids_to_read(question)
        ]
        try:
            found = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        live = await asyncio.to_thread(self._live_sentences) if self.live else []
        return self._best(question, [*found, *live])

    def _ids_to_read(self, question: _Question) -> list[str]:
        return list(dict.fromkeys(self.transcript_ids)) if question.terms else []

    def _live_sentences(self) -> list[list[_Sentence]]:
        """What was said so far in each live transcript: its turns, long ones cut at the end of sentences."""
        said = [(one.id, lines_of(one.transcript())) for one in self.live]
        return [[_Sentence(live_id, index, lines) for index in range(len(lines))] for live_id, lines in said]

    def _candidates(self, transcript_id: str, question: _Question, scope: bytes) -> Flow[list[_Sentence]]:
        """The sentences of a transcript, or none if the word search finds no match in it."""
        try:
            return (yield from self._read(transcript_id, question.words, scope))
        except AssemblyAIError as error:
            error.transcript_id = transcript_id
            raise

    def _read(self, transcript_id: str, words: Sequence[str], scope: bytes) -> Flow[list[_Sentence]]:
        if words:
            found = yield from find_words(transcript_id, words)
            if not found.total_count:
                return []
        names = yield from speaker_names(transcript_id)
        place = scope, transcript_id, tuple(names.items())
        lines = self._cache.get(place)
        if lines is None:
            lines = yield from passage_lines("sentence", transcript_id)
            while len(self._cache) >= _CACHED_TRANSCRIPTS:
                self._cache.pop(next(iter(self._cache)), None)
            self._cache[place] = lines
        return [_Sentence(transcript_id, index, lines) for index in range(len(lines))]

    def _best(self, question: _Question, found: Sequence[Sequence[_Sentence]]) -> list[Document]:
        """The best passages, without those whose sentence is already in a better one."""
        ranked = _ranked(question.terms, found)
        shown: set[tuple[str, int]] = set()
        documents: list[Document] = []
        for score, best in ranked:
            if len(documents) == self.k:
                break
            if (best.transcript_id, best.index) not in shown:
                documents.append(self._passage(best, score))
                shown |= {(best.transcript_id, index) for index in self._window(best)}
        return documents

    def _window(self, sentence: _Sentence) -> range:
        end = min(len(sentence.lines), sentence.index + self.around + 1)
        return range(max(0, sentence.index - self.around), end)

    def _passage(self, best: _Sentence, score: float) -> Document:
        lines = [best.lines[index] for index in self._window(best)]
        times = {"passage_start": lines[0].start, "passage_end": lines[-1].end}
        return Document(
            id=f"{best.transcript_id}-sentence-{best.index}",
            page_content=" ".join(line.text for line in lines),
            metadata={
                "source": best.transcript_id,
                "transcript_id": best.transcript_id,
                "index": best.index,
                "score": round(score, 3),
                **line_metadata(best.line),
                **{name: value for name, value in times.items() if value is not None},
            },
        )


@contextmanager
def _in_context(config: RunnableConfig | None) -> Generator[None]:
    if config is None:
        yield
        return
    token = var_child_runnable_config.set(ensure_config(config))
    try:
        yield
    finally:
        var_child_runnable_config.reset(token)


def _ranked(query: Sequence[str], found: Sequence[Sequence[_Sentence]]) -> list[tuple[float, _Sentence]]:
    """The sentences that contain any of the query's terms, best first."""
    sentences = [sentence for one in found for sentence in one]
    passages = [
        passage
        for one in found
        for passage in without_common_terms(
            frozenset(query), [search_terms(sentence.line.text) for sentence in one]
        )
    ]
    scored = zip(bm25_scores(query, passages), sentences, strict=True)
    return sorted(((score, one) for score, one in scored if score), key=lambda pair: -pair[0])


def _question(query: str) -> _Question:
    relevant = content_terms(search_terms(query))
    return _Question(relevant, _words_to_search(query, relevant))


def _words_to_search(query: str, relevant: Sequence[str]) -> list[str]:
    """The words of a question that are relevant terms; none if the word search might overlook one of them."""
    words = [word.strip(_PUNCTUATION) for word in query.split()]
    wanted = list(dict.fromkeys(word for word in words if set(relevant) & set(search_terms(word))))
    return wanted if len(wanted) <= MOST_WORDS and all(map(is_plain, wanted)) else []


_PUNCTUATION = "\"'\u201c\u201d\u2018\u2019()[]{}.,;:!?\u2026-\u2013\u2014"
"""Characters around a word that are not part of it."""
