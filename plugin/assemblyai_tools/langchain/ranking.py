"""Ranks passages by how well they fit a question: Okapi BM25, in plain Python."""

import math
from collections import Counter
from collections.abc import Sequence

_K1 = 1.2
"""BM25's k1, without a unit: how much a term's repetitions still add to the score."""

_B = 0.75
"""BM25's b, from 0 to 1: how much a long passage is penalised."""

_MIN_PASSAGES = 20
"""Passages that a transcript needs before a term can count as common in it."""

_STOP_WORDS = frozenset(
    """
    a about actually after again all also am an and any anybody anyone anything are arent as ask asked at be because
    been before being between both but by can cant could couldnt did didnt do does doesnt doing dont down during each
    else even ever every few for from further get gets getting got had hadnt has hasnt have havent having he her here
    hers herself hes him himself his how hows i if im in into is isnt it its itself ive just let lets like me
    might mine more most must my myself no nor not now of off on once only or other our ours ourselves out over own
    please really said same say says shall she should shouldnt so some somebody someone something such tell than that
    thats the their theirs them themselves then there theres these they theyre this those through to too under until
    up upon us very was wasnt we well were werent weve what whatever whats when whenever where wheres whether which
    while who whom whos whose why will with within without wont would wouldnt yes yet you youre your yours yourself
    """.split()  # noqa: SIM905 - as a list it would take a line for each
)
"""English function words, without their apostrophes. Not "may", which is a month too."""


def content_terms(terms: Sequence[str]) -> list[str]:
    """The terms of a question without stop words; all of them if it has nothing else."""
    return [term for term in terms if term.replace("'", "") not in _STOP_WORDS] or list(terms)


def without_common_terms(query: frozenset[str], passages: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The passages of one transcript without those query terms that most of them hold.

    Such a term does not distinguish passages, in any language. Nothing is removed if no query term would be left,
    or if the transcript is too short to tell.
    """
    if len(passages) < _MIN_PASSAGES:
        return passages
    frequency = Counter(term for passage in passages for term in query.intersection(passage))
    common = {term for term, number in frequency.items() if 2 * number > len(passages)}
    if common >= query:
        return passages
    return [[term for term in passage if term not in common] for passage in passages]


def bm25_scores(query: Sequence[str], passages: Sequence[Sequence[str]]) -> list[float]:
    """A score for each passage (a list of its terms), 0 where it holds no query term.

    A rare term counts for more than a common one, its first occurrence for more than the next, and a match in a
    short passage for more than one in a long passage (https://en.wikipedia.org/wiki/Okapi_BM25).
    """
    counts = [Counter(passage) for passage in passages]
    average_length = sum(map(len, passages)) / len(passages) if passages else 1.0
    scores = [0.0] * len(passages)
    for term in dict.fromkeys(query):
        matches = [index for index, count in enumerate(counts) if term in count]
        rarity = math.log(1 + (len(passages) - len(matches) + 0.5) / (len(matches) + 0.5))
        for index in matches:
            frequency = counts[index][term]
            length_factor = 1 - _B + _B * len(passages[index]) / average_length
            scores[index] += rarity * frequency * (_K1 + 1) / (frequency + _K1 * length_factor)
    return scores
