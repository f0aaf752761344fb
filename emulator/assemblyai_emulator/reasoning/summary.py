"""Extractive summary: the few sentences that share most with all the others, and least with each other."""

from collections import Counter
from collections.abc import Sequence

from assemblyai_emulator.reasoning.quotes import Passage, in_order
from assemblyai_emulator.reasoning.ranking import Ranking
from assemblyai_emulator.reasoning.terms import tokens
from assemblyai_emulator.wording.vocabulary import vocabulary

# A transcript's commonest terms stand for what it is about: one BM25 query instead of one per sentence,
# which keeps a ten-hour transcript affordable.
TYPICAL_TERMS = 150
FEWEST, MOST = 3, 8
SENTENCES_PER_QUOTE = 5
# Only the best sentences compete on variety; comparing all with all would be quadratic.
CANDIDATES = 60
# How much a sentence's own weight counts against its likeness to those already chosen.
RELEVANCE = 0.7
# Below this many content terms a sentence says little on its own ("Yes it did.").
TELLING_TERMS = 3

# People mark what matters with these words (decisions, problems, results): the classic cue-word method.
_CUES = vocabulary(
    "agree agreed decide decided decision conclusion result important problem problems issue deadline "
    "need must plan because finally main goal"
)
_CUE_BONUS = 1.5
_QUESTION_MALUS = 0.5
# Greetings and thanks share words with much of a conversation and say nothing about it.
_COURTESIES = vocabulary("hello hi hey welcome thank thanks good bye goodbye morning evening everyone")
_COURTESY_WORDS = 2
_COURTESY_MALUS = 0.2


def usual_length(sentence_count: int) -> int:
    """How many quotes a summary has unless a number was asked for."""
    return max(FEWEST, min(MOST, sentence_count // SENTENCES_PER_QUOTE))


def main_passages(found: Sequence[Passage], focus: Sequence[str], count: int) -> list[Passage]:
    """Choose up to `count` passages, in time order; `focus` holds terms that should weigh more."""
    weights = _weights(found, focus)
    ranked = sorted(found, key=lambda passage: weights[passage.position], reverse=True)[:CANDIDATES]
    waiting = [passage for passage in ranked if weights[passage.position] > 0]
    chosen: list[Passage] = []
    while waiting and len(chosen) < count:
        best = max(waiting, key=lambda passage: _gain(passage, weights, chosen))
        waiting.remove(best)
        chosen.append(best)
    return in_order(chosen)


def _weights(found: Sequence[Passage], focus: Sequence[str]) -> dict[int, float]:
    """Each passage's weight by its position, the heaviest 1."""
    ranking = Ranking([passage.terms for passage in found])
    counts = Counter(term for passage in found for term in set(passage.terms))
    scores = ranking.scores([*_typical(counts), *focus, *focus])
    weights = {
        passage.position: score * _shape(passage) for passage, score in zip(found, scores, strict=True)
    }
    top = max(weights.values(), default=0.0)
    return {position: weight / top if top else 0.0 for position, weight in weights.items()}


def _typical(counts: Counter[str]) -> list[str]:
    """The terms most sentences share, repeated once more for every doubling of their count."""
    return [term for term, count in counts.most_common(TYPICAL_TERMS) for _ in range(count.bit_length())]


def _shape(passage: Passage) -> float:
    """What a sentence's form says about its use in a summary."""
    factor = min(1.0, len(passage.terms) / TELLING_TERMS)
    if passage.is_question:
        factor *= _QUESTION_MALUS
    spoken = tokens(passage.line.text)
    if not _CUES.isdisjoint(spoken):
        factor *= _CUE_BONUS
    if sum(word in _COURTESIES for word in spoken) >= _COURTESY_WORDS:
        factor *= _COURTESY_MALUS
    return factor


def _gain(passage: Passage, weights: dict[int, float], chosen: Sequence[Passage]) -> float:
    """Maximal marginal relevance: weight, less the likeness to the nearest passage already chosen."""
    likeness = max((_likeness(passage, other) for other in chosen), default=0.0)
    return RELEVANCE * weights[passage.position] - (1 - RELEVANCE) * likeness


def _likeness(one: Passage, other: Passage) -> float:
    first, second = set(one.terms), set(other.terms)
    return len(first & second) / len(first | second) if first and second else 0.0
