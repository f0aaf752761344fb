"""Key phrases by C-value: phrases that are said often, and long ones before the parts of them.

K. Frantzi, S. Ananiadou, H. Mima: Automatic recognition of multi-word terms: the C-value/NC-value method (2000). The
libraries for key phrases are under the AGPL, or need several hundred megabytes of others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log2

from assemblyai_emulator.reasoning.terms import is_stop_word
from assemblyai_emulator.wording import scripts
from assemblyai_emulator.wording.phrases import edges, plain
from assemblyai_emulator.wording.vocabulary import vocabulary

_LONGEST = 3
"""Words of a phrase."""

_BETWEEN_PHRASES = vocabulary(
    "above across against along although always among around away back before below between both during each either "
    "ever few neither never nor quite rather same several since than though through together too toward under unless "
    "until whether within without"
)
"""Words, beside those that say nothing of a topic, that join phrases and are part of none."""

_Phrase = tuple[str, ...]


def keyphrases(text: str, most: int) -> list[tuple[str, float]]:
    """Up to `most` phrases of one to three words, each with its weight (0 to 1), heaviest first."""
    said: Counter[_Phrase] = Counter()
    written: dict[_Phrase, str] = {}
    for run in _runs(text):
        for words in _parts(run, range(1, _LONGEST + 1)):
            phrase = tuple(map(plain, words))
            said[phrase] += 1
            written.setdefault(phrase, _without_edges(words))
    values = _values(said)
    # Of two that are as heavy, the one that was said first comes first: that is their order in `said`.
    heaviest = sorted((phrase for phrase in said if values[phrase] > 0), key=lambda phrase: -values[phrase])
    return [(written[phrase], values[phrase] / (1 + values[phrase])) for phrase in heaviest[:most]]


def _runs(text: str) -> Iterator[list[str]]:
    """The words as they are written, cut where a clause ends and at each word that is part of no phrase."""
    run: list[str] = []
    for word in scripts.cut(text):
        token = plain(word)
        if not any(map(str.isalnum, token)) or is_stop_word(token) or token in _BETWEEN_PHRASES:
            yield run
            run = []
        else:
            run.append(word)
            if scripts.ends_clause(word):
                yield run
                run = []
    yield run


def _parts(words: Sequence[str], lengths: range) -> Iterator[_Phrase]:
    """Each row of neighbouring words of one of the lengths."""
    for length in lengths:
        for first in range(len(words) - length + 1):
            yield tuple(words[first : first + length])


def _values(said: Counter[_Phrase]) -> dict[_Phrase, float]:
    """How much each phrase tells: how often it is said outside longer ones, more for each word."""
    longer: defaultdict[_Phrase, list[int]] = defaultdict(list)
    for phrase, times in said.items():
        for part in set(_parts(phrase, range(1, len(phrase)))):
            longer[part].append(times)
    return {
        phrase: log2(1 + len(phrase))
        * (times - (sum(longer[phrase]) / len(longer[phrase]) if phrase in longer else 0))
        for phrase, times in said.items()
    }


def _without_edges(words: Sequence[str]) -> str:
    """The phrase as it is written, without the punctuation around it."""
    joined = scripts.join(words)
    before, after = edges(joined)
    return joined[len(before) : len(joined) - len(after)]
