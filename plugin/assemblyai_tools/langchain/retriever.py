"""Finds in transcripts what bears on a question, with its time; no vector store and no model."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, PrivateAttr, SkipValidation

from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.loader import facts
from assemblyai_tools.langchain.ranking import scores
from assemblyai_tools.operations import search_words
from assemblyai_tools.operations.passages import read_passages
from assemblyai_tools.speech import Line
from assemblyai_tools.verbatim import terms

_MOST_WORDS = 100
_LONGEST_WORD = 80
_KEPT = 100
"""Transcripts whose sentences are kept for the next question."""


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

    The service's word search says which transcripts to look into; their sentences are ranked (BM25). A document is
    the sentence and `around` neighbours on each side; the metadata hold `transcript_id`, `start` and `end` in
    milliseconds of the passage, `speaker` of the sentence, its `index` and its `score`. Words count as they are
    spelled, in any case. Sentences are kept between questions: of a transcript that is deleted meanwhile, too.
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
        client, words = self.clients.blocking, _words(query)
        found = [client.run(self._candidates(one, words)) for one in self._wanted(words)]
        return self._best(query, found)

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        client, words = self.clients.asynchronous, _words(query)
        found = await asyncio.gather(
            *(client.run(self._candidates(one, words)) for one in self._wanted(words))
        )
        return self._best(query, found)

    def _wanted(self, words: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(self.transcript_ids)) if words else []

    def _candidates(self, transcript_id: str, words: Sequence[str]) -> Flow[list[_Sentence]]:
        """The sentences of a transcript in which any of the words was said."""
        matches = yield from search_words.start({"transcript_id": transcript_id, "words": words})
        if not matches.total_count:
            return []
        lines = self._kept.get(transcript_id)
        if lines is None:
            lines = yield from read_passages("sentence", transcript_id)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[transcript_id] = lines
        return [_Sentence(transcript_id, index, lines) for index in range(len(lines))]

    def _best(self, query: str, found: Sequence[Sequence[_Sentence]]) -> list[Document]:
        """The best passages, none of which is part of a better one."""
        sentences = [sentence for one in found for sentence in one]
        scored = zip(
            scores(terms(query), [terms(one.line.text) for one in sentences]), sentences, strict=True
        )
        ranked = sorted(((score, one) for score, one in scored if score), key=lambda pair: -pair[0])
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
        times = facts(lines[0]) | {name: value for name, value in facts(lines[-1]).items() if name == "end"}
        return Document(
            id=f"{best.transcript_id}-sentence-{best.index}",
            page_content=" ".join(line.text for line in lines),
            metadata={
                "transcript_id": best.transcript_id,
                "index": best.index,
                "score": round(score, 3),
                **{name: value for name, value in times.items() if name != "speaker"},
                **({"speaker": best.line.speaker} if best.line.speaker else {}),
            },
        )


def _words(query: str) -> list[str]:
    """The words of a question as the service's word search takes them."""
    found = (word.strip(_AROUND) for word in query.split())
    fitting = (word for word in found if terms(word) and "," not in word and len(word) <= _LONGEST_WORD)
    return list(dict.fromkeys(fitting))[:_MOST_WORDS]


_AROUND = "\"'\u201c\u201d\u2018\u2019()[]{}.,;:!?\u2026-\u2013\u2014"
"""What may stand around a word without being part of it."""
