"""Which passages are relevant to a question: by its words, and by its meaning where the model is installed."""

from collections.abc import Sequence

import numpy as np

from assemblyai_emulator.reasoning.kinds import asks_for_amount, holds_amount, kind_words, names_only_a_kind
from assemblyai_emulator.reasoning.meaning import Meaning, Scores, meaning_of
from assemblyai_emulator.reasoning.passages import Passage
from assemblyai_emulator.reasoning.ranking import Ranking
from assemblyai_emulator.reasoning.terms import content_terms, names, query_terms, stem, tokens, word_terms

MOST_BY_WORDS, MOST_BY_MEANING, MOST_LISTED = 3, 4, 10
"""Hits without a limit. Meaning is the vaguer measure. A question such as "list the dates" has no best answer."""

NEAR_BEST = 0.45
"""Share of the best score by words. A sentence that scores lower is about something else."""

CONTEXT_WEIGHT = 0.25
"""Weight of the context's words. Context can reorder hits, but cannot make one."""

KIND_BONUS = 1.5
"""Factor for a sentence that has the kind of word that the question asks for."""

WORDS_THAT_SETTLE = 2
"""Content words of a question. If one sentence has all of them, and at least so many, meaning has nothing to add."""

NEAR_ENOUGH = 0.36
"""How near, from -1 to 1, the nearest passage must be. If none is, the transcript does not answer the question. This
and the weights below were chosen on the development set in tests/emulator/reasoning/meaning."""

BREVITY = 0.015
"""How much nearer a passage must be for each content word that the question has less than PLAIN_LENGTH: a short
question is near to everything on its topic."""

PLAIN_LENGTH = 4
LONGEST_COUNTED = 5

UNSAID_NAME = 0.05
"""How much nearer a passage must be if the transcript lacks a name that is in the question: a name has no synonyms.
A name may have been misheard, so it does not settle the matter."""

SAID_WORDS = 0.05
"""How much less near a passage may be if one sentence has all the words that say what the question is about."""

BEST_MARGIN = 0.4
"""How far behind the best a passage may be and still count, in the units of the order by meaning (about 0 to 2)."""

SHARED_WORDS = 0.2
"""What all of a question's words in one sentence add to its place in the order."""

MISFIT = 0.1
"""Taken off a sentence that is a question itself, and one without an amount near it where an amount is asked for."""


class Relevance:
    """An index of passages for any number of questions.

    It does not hold what the passages mean: the last transcripts' embeddings are kept once for all requests, and in
    bounds.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._ranking = Ranking([passage.terms for passage in passages])

    def hits(self, question: str, context: Sequence[str], limit: int | None = None) -> list[int]:
        """The positions of the most relevant passages, the best first; none if nothing answers the question."""
        terms = _terms(question)
        if names_only_a_kind(question):
            _, answers = kind_words(question)
            return _best([float(_holds(one, answers)) for one in self._passages], limit or MOST_LISTED)
        meaning = meaning_of(self._passages) if terms and not self._settled(terms) else None
        if meaning is None:
            return _best(self._by_words(question, terms, context), limit or MOST_BY_WORDS)
        return self._by_meaning(meaning, question, context, limit or MOST_BY_MEANING)

    def _settled(self, terms: Sequence[str]) -> bool:
        wanted = set(terms)
        return len(wanted) >= WORDS_THAT_SETTLE and self._says(wanted)

    def _says(self, wanted: set[str]) -> bool:
        """Whether one sentence has all these words, and there are any."""
        return bool(wanted) and any(wanted <= set(one.terms) for one in self._passages)

    def _by_words(self, question: str, terms: Sequence[str], context: Sequence[str]) -> list[float]:
        _, answers = kind_words(question)
        ranked = zip(self._passages, self._ranking.scores(terms), self._ranking.scores(context), strict=True)
        return [
            (score + CONTEXT_WEIGHT * hint) * (KIND_BONUS if _holds(passage, answers) else 1.0)
            if score
            else 0.0
            for passage, score, hint in ranked
        ]

    def _by_meaning(self, meaning: Meaning, question: str, context: Sequence[str], most: int) -> list[int]:
        order, near = meaning.compared(question)
        terms = _terms(question)
        lacks = self._lacks_amount(question)
        if (near - MISFIT * lacks).max() + self._allowance(question, terms) < NEAR_ENOUGH:
            return []
        asks = np.asarray([passage.is_question for passage in self._passages], np.float32)
        hints = np.asarray(self._ranking.scores(context), np.float32)
        order = (
            order
            - MISFIT * (asks + lacks)
            + SHARED_WORDS * self._shared(terms)
            + CONTEXT_WEIGHT * _share(hints)
        )
        ranked = [int(position) for position in np.argsort(-order, kind="stable")[:most]]
        return [position for position in ranked if order[position] >= order[ranked[0]] - BEST_MARGIN]

    def _allowance(self, question: str, terms: Sequence[str]) -> float:
        """What the question's words alone add to how near its passages are."""
        brevity = BREVITY * (min(len(set(terms)), LONGEST_COUNTED) - PLAIN_LENGTH)
        said = SAID_WORDS * self._says(set(terms) - _kind_terms(question))
        return brevity + said - UNSAID_NAME * self._lacks_name(question)

    def _shared(self, terms: Sequence[str]) -> Scores:
        """From 0 to 1: the BM25 score of each passage, less where it has only some of the words."""
        wanted = set(terms)
        held = [len(wanted.intersection(passage.terms)) / len(wanted) for passage in self._passages]
        return _share(np.asarray(self._ranking.scores(terms), np.float32)) * np.asarray(held, np.float32)

    def _lacks_name(self, question: str) -> bool:
        """Whether the question names somebody or something that no passage names."""
        said = {term for passage in self._passages for term in passage.terms}
        return any(said.isdisjoint(word_terms(name)) for name in names(question))

    def _lacks_amount(self, question: str) -> Scores:
        """1 for each passage with no amount in it or in a neighbour, if the question asks for an amount; else 0."""
        holds = [not asks_for_amount(question) or holds_amount(one.line.text) for one in self._passages]
        near = [any(holds[max(0, place - 1) : place + 2]) for place in range(len(holds))]
        return 1 - np.asarray(near, np.float32)


def _terms(question: str) -> list[str]:
    """What the question is about. If it has only words that could be instructions, it is about those."""
    return query_terms(question) or content_terms(question)


def _kind_terms(question: str) -> set[str]:
    asks, _ = kind_words(question)
    return {stem(word) for word in asks}


def _best(scores: Sequence[float], most: int) -> list[int]:
    best = max(scores, default=0.0)
    ranked = sorted(range(len(scores)), key=lambda position: scores[position], reverse=True)
    return [position for position in ranked[:most] if best > 0 and scores[position] >= NEAR_BEST * best]


def _share(scores: Scores) -> Scores:
    """The scores as shares of the best."""
    best = scores.max(initial=0.0)
    return scores / best if best > 0 else scores


def _holds(passage: Passage, answer_words: frozenset[str]) -> bool:
    return not answer_words.isdisjoint(tokens(passage.line.text))
