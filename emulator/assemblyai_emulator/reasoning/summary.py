"""Extractive summary: the few sentences that have most in common with the rest and least with each other."""

from collections import Counter
from collections.abc import Sequence

from assemblyai_emulator.reasoning.passages import Passage, in_order
from assemblyai_emulator.reasoning.ranking import Ranking
from assemblyai_emulator.reasoning.terms import tokens
from assemblyai_emulator.wording.vocabulary import vocabulary

TYPICAL_TERMS = 150
"""The number of most common terms that stand for a transcript's topic: one BM25 query instead of one per sentence, so
a ten-hour transcript stays affordable."""

MIN_QUOTES, MAX_QUOTES = 3, 8
SENTENCES_PER_QUOTE = 5
CANDIDATES = 60
"""Only this many of the best sentences are compared with each other: comparing all would be quadratic."""

RELEVANCE = 0.7
"""The share, 0 to 1, of a sentence's weight in its gain. The rest is its similarity to the sentences already chosen."""

INFORMATIVE_TERMS = 3
"""Content terms. A sentence with fewer says little by itself ("Yes it did.")."""

_CUES = vocabulary(
    "agree agreed decide decided decision conclusion result important problem problems issue deadline "
    "need must plan because finally main goal"
)
"""Words that mark what matters (decisions, problems, results): the classic cue-word method."""

_CUE_BONUS = 1.5
_QUESTION_PENALTY = 0.5
_COURTESIES = vocabulary("hello hi hey welcome thank thanks good bye goodbye morning evening everyone")
"""Words of greetings and thanks, which are common in a conversation and say nothing about its topic."""

_COURTESY_WORDS = 2
"""Words. A sentence with this many courtesies is one."""

_COURTESY_PENALTY = 0.2


def default_length(sentence_count: int) -> int:
    """How many quotes a summary has if the request names no number."""
    return max(MIN_QUOTES, min(MAX_QUOTES, sentence_count // SENTENCES_PER_QUOTE))


def main_passages(passages: Sequence[Passage], focus: Sequence[str], count: int) -> list[Passage]:
    """Choose up to `count` passages, in time order. `focus` has terms that should weigh more."""
    weights = _weights(passages, focus)
    ranked = sorted(passages, key=lambda passage: weights[passage.position], reverse=True)[:CANDIDATES]
    remaining = [passage for passage in ranked if weights[passage.position] > 0]
    chosen: list[Passage] = []
    while remaining and len(chosen) < count:
        best = max(remaining, key=lambda passage: _gain(passage, weights, chosen))
        remaining.remove(best)
        chosen.append(best)
    return in_order(chosen)


def _weights(passages: Sequence[Passage], focus: Sequence[str]) -> dict[int, float]:
    """Each passage's weight by its position; the largest is 1."""
    ranking = Ranking([passage.terms for passage in passages])
    counts = Counter(term for passage in passages for term in set(passage.terms))
    scores = ranking.scores([*_typical(counts), *focus, *focus])
    weights = {
        passage.position: score * _form_factor(passage)
        for passage, score in zip(passages, scores, strict=True)
    }
    top = max(weights.values(), default=0.0)
    return {position: weight / top if top else 0.0 for position, weight in weights.items()}


def _typical(counts: Counter[str]) -> list[str]:
    """The terms that most sentences share, repeated once more for each doubling of their count."""
    return [term for term, count in counts.most_common(TYPICAL_TERMS) for _ in range(count.bit_length())]


def _form_factor(passage: Passage) -> float:
    """How well a sentence's form suits a summary, as a factor of its score."""
    factor = min(1.0, len(passage.terms) / INFORMATIVE_TERMS)
    if passage.is_question:
        factor *= _QUESTION_PENALTY
    words = tokens(passage.line.text)
    if not _CUES.isdisjoint(words):
        factor *= _CUE_BONUS
    if sum(word in _COURTESIES for word in words) >= _COURTESY_WORDS:
        factor *= _COURTESY_PENALTY
    return factor


def _gain(passage: Passage, weights: dict[int, float], chosen: Sequence[Passage]) -> float:
    """Maximal marginal relevance: the weight, less the similarity to the most similar passage already chosen."""
    similarity = max((_similarity(passage, other) for other in chosen), default=0.0)
    return RELEVANCE * weights[passage.position] - (1 - RELEVANCE) * similarity


def _similarity(one: Passage, other: Passage) -> float:
    first, second = set(one.terms), set(other.terms)
    return len(first & second) / len(first | second) if first and second else 0.0
