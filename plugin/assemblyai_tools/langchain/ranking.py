"""Which passages fit a question best: Okapi BM25, in plain Python."""

import math
from collections import Counter
from collections.abc import Sequence

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75


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
