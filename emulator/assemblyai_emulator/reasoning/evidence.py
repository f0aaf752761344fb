"""Finds evidence: the sentences that bear on a question, and the option that they support best."""

from collections.abc import Sequence
from itertools import takewhile

from assemblyai_emulator.reasoning.passages import Passage, in_order
from assemblyai_emulator.reasoning.ranking import Ranking
from assemblyai_emulator.reasoning.terms import content_terms, query_terms, stem, tokens
from assemblyai_emulator.wording.vocabulary import vocabulary

MAX_QUOTES = 3
MAX_LISTED = 10
"""Quotes for a question such as "list the dates", which has no single best answer."""

NEAR_BEST = 0.45
"""Share of the best score. A sentence that scores lower is about something else."""

CONTEXT_WEIGHT = 0.25
"""Weight of the context's words. Context can reorder hits, but cannot make one."""

KIND_BONUS = 1.5
"""Factor for a sentence that has the kind of word that the question asks for."""

SHORT_REPLY_WORDS = 6
"""Words. The sentence after a spoken question is its reply; if the reply is shorter than this, the next sentence is
part of it."""

_KINDS = (
    (
        vocabulary("when date dates day deadline deadlines time times schedule"),
        vocabulary(
            "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
            "august september october november december today tomorrow tonight yesterday morning afternoon "
            "evening noon week weeks month months year years hour hours minute minutes o'clock"
        ),
    ),
    (
        vocabulary("many much number numbers amount"),
        vocabulary(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
            "hundred thousand million billion dozen percent half twice once"
        ),
    ),
    (vocabulary("why reason reasons cause causes"), vocabulary("because since due therefore reason caused")),
    (
        vocabulary("decide decided decision decisions agree agreed agreement agreements"),
        vocabulary("agree agreed decide decided decision"),
    ),
)
"""Kinds of answer: the words that ask for the kind, and the words that make a sentence likely to be one."""


def index(passages: Sequence[Passage]) -> Ranking:
    """The index that `find_evidence` searches."""
    return Ranking([passage.terms for passage in passages])


def find_evidence(
    question: str,
    context: Sequence[str],
    passages: Sequence[Passage],
    ranking: Ranking,
    limit: int | None = None,
) -> list[Passage]:
    """Passages that share content words with the question, in order; a spoken question comes with its reply.

    `ranking` is the index of `passages` (see `index`), built once for many questions. Without a `limit`, the best
    MAX_QUOTES (or MAX_LISTED) hits and their replies count; with one, at most `limit` passages in all.
    """
    most = limit or (MAX_LISTED if _names_only_a_kind(question) else MAX_QUOTES)
    scores = _scores(question, context, passages, ranking)
    best = max(scores, default=0.0)
    ranked = sorted(range(len(passages)), key=lambda position: scores[position], reverse=True)
    hits = [position for position in ranked[:most] if best > 0 and scores[position] >= NEAR_BEST * best]
    # The reply comes before its question: if only one of them fits the limit, the reply is the better quote.
    chosen = dict.fromkeys(position for hit in hits for position in (*_reply(passages, hit), hit))
    return in_order([passages[position] for position in list(chosen)[:limit]])


def unsaid_words(question: str, passages: Sequence[Passage]) -> list[str]:
    """The question's content words that are in no passage, as the question spells them."""
    said = {term for passage in passages for term in passage.terms}
    missing = set(query_terms(question)) - said
    kind, _ = _kind(question)
    return [word for word in dict.fromkeys(tokens(question)) if stem(word) in missing and word not in kind]


def supported_options(options: Sequence[str], quotes: Sequence[Passage]) -> list[str]:
    """The options that the quotes support best: none, one, or several if they tie.

    A quoted statement supports an option if it has words of the option. A spoken question supports nothing.
    """
    statements = [{*quote.terms, *tokens(quote.line.text)} for quote in quotes if not quote.is_question]
    support = {option: _support(option, options, statements) for option in options}
    best = max(support.values(), default=0.0)
    return [option for option, value in support.items() if value == best] if best > 0 else []


def _scores(
    question: str, context: Sequence[str], passages: Sequence[Passage], ranking: Ranking
) -> list[float]:
    _, answer_words = _kind(question)
    terms = query_terms(question)
    if _names_only_a_kind(question):
        return [float(_holds(passage, answer_words)) for passage in passages]
    return [
        (score + CONTEXT_WEIGHT * hint) * (KIND_BONUS if _holds(passage, answer_words) else 1.0)
        if score
        else 0.0
        for passage, score, hint in zip(passages, ranking.scores(terms), ranking.scores(context), strict=True)
    ]


def _kind(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that ask for the question's kind of answer, and those that answer it; empty if unknown."""
    words = set(tokens(question))
    nothing: frozenset[str] = frozenset()
    return next((kind for kind in _KINDS if kind[0] & words), (nothing, nothing))


def _names_only_a_kind(question: str) -> bool:
    """Whether the question asks only for a kind ("list the dates"): then every sentence of that kind is a hit."""
    terms = set(query_terms(question))
    return bool(terms) and terms <= {stem(word) for word in _kind(question)[0]}


def _holds(passage: Passage, answer_words: frozenset[str]) -> bool:
    return not answer_words.isdisjoint(tokens(passage.line.text))


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
