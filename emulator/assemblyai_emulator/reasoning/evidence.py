"""Finds evidence: the sentences that bear on a question, and the option that they support best."""

from collections.abc import Sequence
from itertools import takewhile

from assemblyai_emulator.reasoning.kinds import kind_words
from assemblyai_emulator.reasoning.passages import Passage, in_order
from assemblyai_emulator.reasoning.relevance import Relevance
from assemblyai_emulator.reasoning.terms import content_terms, query_terms, tokens, word_terms

SHORT_REPLY_WORDS = 6
"""Words. The sentence after a spoken question is its reply; if the reply is shorter than this, the next sentence is
part of it."""


def find_evidence(
    question: str,
    context: Sequence[str],
    passages: Sequence[Passage],
    relevance: Relevance,
    limit: int | None = None,
) -> list[Passage]:
    """Passages that answer the question, or come near it, in order; a spoken question comes with its reply.

    `relevance` is the index of `passages`, built once for many questions. Without a `limit`, its best hits and their
    replies count; with one, at most `limit` passages in all.
    """
    hits = relevance.hits(question, context, limit)
    # The reply comes before its question: if only one of them fits the limit, the reply is the better quote.
    chosen = dict.fromkeys(position for hit in hits for position in (*_reply(passages, hit), hit))
    return in_order([passages[position] for position in list(chosen)[:limit]])


def unsaid_words(question: str, passages: Sequence[Passage]) -> list[str]:
    """The question's content words that are in no passage, as the question spells them."""
    said = {term for passage in passages for term in passage.terms}
    missing = set(query_terms(question)) - said
    kind, _ = kind_words(question)
    return [
        word
        for word in dict.fromkeys(tokens(question))
        if missing.issuperset(word_terms(word)) and word not in kind
    ]


def supported_options(options: Sequence[str], quotes: Sequence[Passage]) -> list[str]:
    """The options that the quotes support best: none, one, or several if they tie.

    A quoted statement supports an option if it has words of the option. A spoken question supports nothing.
    """
    statements = [{*quote.terms, *tokens(quote.line.text)} for quote in quotes if not quote.is_question]
    support = {option: _support(option, options, statements) for option in options}
    best = max(support.values(), default=0.0)
    return [option for option, value in support.items() if value == best] if best > 0 else []


def _reply(passages: Sequence[Passage], position: int) -> list[int]:
    """The one or two statements after a spoken question."""
    if not passages[position].is_question:
        return []
    following = range(position + 1, min(position + 3, len(passages)))
    reply = list(
        takewhile(lambda after: _is_statement_of(passages[after], passages[position].source), following)
    )
    enough = reply and len(tokens(passages[reply[0]].line.text)) >= SHORT_REPLY_WORDS
    return reply[:1] if enough else reply


def _is_statement_of(passage: Passage, source: int) -> bool:
    return passage.source == source and not passage.is_question


def _support(option: str, options: Sequence[str], statements: Sequence[set[str]]) -> float:
    """The largest share of the option's own words (those no other option has) in one quoted statement."""
    shared = {term for other in options if other != option for term in _option_terms(other)}
    own = set(_option_terms(option)) - shared
    return max((len(own & words) / len(own) for words in statements), default=0.0) if own else 0.0


def _option_terms(option: str) -> list[str]:
    """Content terms or, if there are none, all words: "yes" and "no" are answers too."""
    return content_terms(option) or tokens(option)
