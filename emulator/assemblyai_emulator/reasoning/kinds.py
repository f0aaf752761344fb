"""Kinds of answers: when, how many, why. What words ask for one, and what words a sentence of that kind has."""

import re

from assemblyai_emulator.reasoning.terms import query_terms, stem, tokens
from assemblyai_emulator.wording.vocabulary import vocabulary

_TIMES = vocabulary(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september october november december today tomorrow tonight yesterday morning afternoon "
    "evening noon week weeks month months year years hour hours minute minutes o'clock"
)
_NUMBERS = vocabulary(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion dozen percent half twice once"
)
_AMOUNTS = vocabulary(
    "few several third quarter fifth double tripled second seconds day days night fortnight spring summer autumn "
    "winter breakfast lunch dinner midnight soon immediately holiday holidays pound pounds dollar dollars euro euros"
)
"""Words that measure without a number."""

_KINDS = (
    (vocabulary("when date dates day deadline deadlines time times schedule"), _TIMES),
    (vocabulary("many much number numbers amount"), _NUMBERS),
    (vocabulary("why reason reasons cause causes"), vocabulary("because since due therefore reason caused")),
    (
        vocabulary("decide decided decision decisions agree agreed agreement agreements"),
        vocabulary("agree agreed decide decided decision"),
    ),
)
"""Kinds of answer: the words that ask for the kind, and the words that make a sentence likely to be one."""

_ASKS_FOR_AMOUNT = re.compile(
    r"\bwhen\b|\b(?:what|which) (?:time|day|date|year|month|hour)\b"
    r"|\bhow (?:many|much|long|far|fast|quick(?:ly)?|deep|tall|old|high|big|large|often|heavy|wide|soon|early|late)\b"
    r"|\b(?:number|size|price|cost|amount|percentage|rent|fee|salary|age)\b"
)
_DIGIT = re.compile(r"\d")


def kind_words(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that ask for the question's kind of answer, and those that answer it; empty if unknown."""
    words = set(tokens(question))
    nothing: frozenset[str] = frozenset()
    return next((kind for kind in _KINDS if kind[0] & words), (nothing, nothing))


def names_only_a_kind(question: str) -> bool:
    """Whether the question asks only for a kind ("list the dates"): then every sentence of that kind is a hit."""
    terms = set(query_terms(question))
    return bool(terms) and terms <= {stem(word) for word in kind_words(question)[0]}


def asks_for_amount(question: str) -> bool:
    """Whether only a time or an amount can answer the question."""
    return _ASKS_FOR_AMOUNT.search(question.lower()) is not None


def holds_amount(text: str) -> bool:
    """Whether a sentence has a number, a time or an amount, in digits or in words."""
    return bool(_DIGIT.search(text)) or not (_TIMES | _NUMBERS | _AMOUNTS).isdisjoint(tokens(text))
