"""Which passages fit a question best: Okapi BM25, in plain Python."""

import math
from collections import Counter
from collections.abc import Sequence

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75

_SOME_LENGTH = 20
"""Passages of a transcript from which on it can be told which terms are in most of them."""

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
"""English words that every speech is full of, as terms (without apostrophes). Not "may", which is a month too."""


def content(terms: Sequence[str]) -> list[str]:
    """The terms of a question that say what it is about; all of them if none does."""
    return [term for term in terms if term not in _STOP_WORDS] or list(terms)


def telling(wanted: frozenset[str], passages: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The passages of one transcript without those wanted terms that most of them hold.

    Such a term does not tell one passage from another, in any language. All stay if there would be no wanted term
    left, or in a transcript too short to tell.
    """
    if len(passages) < _SOME_LENGTH:
        return passages
    holding = Counter(term for passage in passages for term in wanted.intersection(passage))
    common = {term for term, number in holding.items() if 2 * number > len(passages)}
    if common >= wanted:
        return passages
    return [[term for term in passage if term not in common] for passage in passages]


def scores(wanted: Sequence[str], passages: Sequence[Sequence[str]]) -> list[float]:
    """A score for each passage (a list of its terms), 0 where it holds none of the wanted terms.

    A rare term counts for more than a common one, the first time it occurs for more than the next, and a short
    passage for more than a long one (https://en.wikipedia.org/wiki/Okapi_BM25).
    """
    counts = [Counter(passage) for passage in passages]
    usual = sum(map(len, passages)) / len(passages) if passages else 1.0
    found = [0.0] * len(passages)
    for term in dict.fromkeys(wanted):
        holding = [place for place, count in enumerate(counts) if term in count]
        rarity = math.log(1 + (len(passages) - len(holding) + 0.5) / (len(holding) + 0.5))
        for place in holding:
            often = counts[place][term]
            relative = 1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * len(passages[place]) / usual
            found[place] += rarity * often * (_SATURATION + 1) / (often + _SATURATION * relative)
    return found
