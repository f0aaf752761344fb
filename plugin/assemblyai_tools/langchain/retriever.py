"""Finds in transcripts what bears on a question, with its time; no vector store and no model."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, PrivateAttr, SkipValidation

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.loader import facts
from assemblyai_tools.langchain.ranking import content, scores, telling
from assemblyai_tools.operations.passages import passage_lines
from assemblyai_tools.operations.word_search import search_words
from assemblyai_tools.results.quotes import is_unspaced, terms
from assemblyai_tools.results.speech import Line

_MOST_WORDS = 100
_LONGEST_WORD = 80
_KEPT = 100
"""Transcripts whose sentences are kept for the next question."""


@dataclass(frozen=True, slots=True)
class _Question:
    """The terms of a question that count, and the words to search for because of them."""

    terms: Sequence[str]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence in its place among all of its transcript's."""

    transcript_id: str
    index: int
    lines: Sequence[Line]

    @property
    def line(self) -> Line:
        return self.lines[self.index]


class AssemblyAITranscriptRetriever(BaseRetriever):
    """The passages of completed transcripts that hold a question's words, best first, with their times.

    The service's word search says which transcripts to look into; their sentences are ranked (BM25). Words count as
    they are spelled, in any case; English function words do not, nor what is in most sentences of a transcript,
    unless the question has no others. Where a script has no spaces, each character counts, and no word search is
    asked.

    A document is the sentence and `around` neighbours on each side. The metadata hold `transcript_id`; `index`,
    `score`, `speaker`, `start` and `end` of the sentence that was found; `passage_start` and `passage_end` of the
    whole passage. Times are in milliseconds; what is not known is left out.

    Raises an AssemblyAIError if any of the transcripts is unknown, deleted or not completed: its `transcript_id` says
    which. Sentences are kept between questions: of a transcript that is deleted meanwhile, too.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    transcript_ids: list[str] = Field(min_length=1)
    k: int = Field(default=4, ge=1)
    around: int = Field(default=1, ge=0)
    clients: SkipValidation[Clients] = Field(default_factory=Clients, exclude=True, repr=False)

    _kept: dict[str, list[Line]] = PrivateAttr(default_factory=dict[str, list[Line]])

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager  # reading takes no time worth reporting
        client, question = self.clients.blocking, _question(query)
        found = [client.run(self._candidates(one, question)) for one in self._wanted(question)]
        return self._best(question, found)

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        client, question = self.clients.asynchronous, _question(query)
        tasks = [
            asyncio.create_task(client.run(self._candidates(one, question))) for one in self._wanted(question)
        ]
        try:
            found = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return self._best(question, found)

    def _wanted(self, question: _Question) -> list[str]:
        return list(dict.fromkeys(self.transcript_ids)) if question.terms else []

    def _candidates(self, transcript_id: str, question: _Question) -> Flow[list[_Sentence]]:
        """The sentences of a transcript in which any of the words was said."""
        try:
            return (yield from self._read(transcript_id, question.words))
        except AssemblyAIError as error:
            error.transcript_id = transcript_id
            raise

    def _read(self, transcript_id: str, words: Sequence[str]) -> Flow[list[_Sentence]]:
        if words:
            matches = yield from search_words.start({"transcript_id": transcript_id, "words": words})
            if not matches.total_count:
                return []
        lines = self._kept.get(transcript_id)
        if lines is None:
            lines = yield from passage_lines("sentence", transcript_id)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[transcript_id] = lines
        return [_Sentence(transcript_id, index, lines) for index in range(len(lines))]

    def _best(self, question: _Question, found: Sequence[Sequence[_Sentence]]) -> list[Document]:
        """The best passages, none of which is part of a better one."""
        ranked = _ranked(question.terms, found)
        shown: set[tuple[str, int]] = set()
        documents: list[Document] = []
        for score, best in ranked:
            if len(documents) == self.k:
                break
            if (best.transcript_id, best.index) not in shown:
                documents.append(self._passage(best, score))
                shown |= {(best.transcript_id, index) for index in self._span(best)}
        return documents

    def _span(self, sentence: _Sentence) -> range:
        most = len(sentence.lines)
        return range(max(0, sentence.index - self.around), min(most, sentence.index + self.around + 1))

    def _passage(self, best: _Sentence, score: float) -> Document:
        lines = [best.lines[index] for index in self._span(best)]
        times = {"passage_start": lines[0].start, "passage_end": lines[-1].end}
        return Document(
            id=f"{best.transcript_id}-sentence-{best.index}",
            page_content=" ".join(line.text for line in lines),
            metadata={
                "transcript_id": best.transcript_id,
                "index": best.index,
                "score": round(score, 3),
                **facts(best.line),
                **{name: value for name, value in times.items() if value is not None},
            },
        )


def _ranked(wanted: Sequence[str], found: Sequence[Sequence[_Sentence]]) -> list[tuple[float, _Sentence]]:
    """The sentences that hold any of the wanted terms, best first."""
    sentences = [sentence for one in found for sentence in one]
    said = [
        passage
        for one in found
        for passage in telling(frozenset(wanted), [terms(sentence.line.text) for sentence in one])
    ]
    scored = zip(scores(wanted, said), sentences, strict=True)
    return sorted(((score, one) for score, one in scored if score), key=lambda pair: -pair[0])


def _question(query: str) -> _Question:
    wanted = content(terms(query))
    return _Question(wanted, [] if is_unspaced(query) else _words(query, wanted))


def _words(query: str, wanted: Sequence[str]) -> list[str]:
    """The words of a question that hold a wanted term, as the service's word search takes them."""
    found = (part.strip(_AROUND) for word in query.split() for part in (word, *_BETWEEN.split(word)))
    fitting = (word for word in found if "," not in word and len(word) <= _LONGEST_WORD)
    return list(dict.fromkeys(word for word in fitting if set(wanted) & set(terms(word))))[:_MOST_WORDS]


_AROUND = "\"'\u201c\u201d\u2018\u2019()[]{}.,;:!?\u2026-\u2013\u2014"
"""What may stand around a word without being part of it."""

_BETWEEN = re.compile("[-/\u2013\u2014]")
"""What joins words that may have been said as several."""
