"""Evidence: the sentences that bear on a question, and the option they support best."""

from collections.abc import Sequence
from itertools import takewhile

from assemblyai_emulator.reasoning.quotes import Passage, in_order
from assemblyai_emulator.reasoning.ranking import Ranking
from assemblyai_emulator.reasoning.terms import asked_terms, content_terms, fold, tokens
from assemblyai_emulator.wording.vocabulary import vocabulary

MOST_QUOTES = 3
# "List the dates" has no best answer, so it gets a longer list.
MOST_LISTED = 10
# A sentence this far below the best one is about something else.
NEAR_BEST = 0.45
# Context says what matters, not what was asked: it may reorder hits, never make one.
CONTEXT_WEIGHT = 0.25
# A sentence with the kind of word the question asks for is likelier to hold the answer.
KIND_BONUS = 1.5
# A spoken question is answered by what is said next; after a reply this short the next sentence counts too.
SHORT_REPLY_WORDS = 6

# What is asked for, by the words that ask for it and the words that then make a sentence likely to answer.
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


def indexed(found: Sequence[Passage]) -> Ranking:
    """The index that `evidence` searches."""
    return Ranking([passage.terms for passage in found])


def evidence(
    question: str,
    context: Sequence[str],
    found: Sequence[Passage],
    ranking: Ranking,
    limit: int | None = None,
) -> list[Passage]:
    """Passages that share content words with the question, each spoken question with its reply, in order.

    `ranking` is the index over `found` (see `indexed`); building it once serves many questions.
    The best MOST_QUOTES hits count, or exactly `limit` passages in all if there are as many.
    """
    most = limit or (MOST_LISTED if _names_only_a_kind(question) else MOST_QUOTES)
    scores = _scores(question, context, found, ranking)
    best = max(scores, default=0.0)
    ranked = sorted(range(len(found)), key=lambda place: scores[place], reverse=True)
    hits = [place for place in ranked[:most] if best > 0 and scores[place] >= NEAR_BEST * best]
    # The reply stands before its question: where only one quote is wanted, it is the better one.
    chosen = dict.fromkeys(place for hit in hits for place in (*_reply(found, hit), hit))
    return in_order([found[place] for place in list(chosen)[:limit]])


def unheard(question: str, found: Sequence[Passage]) -> list[str]:
    """The question's content words that no passage holds, as the asker wrote them."""
    heard = {term for passage in found for term in passage.terms}
    missing = set(asked_terms(question)) - heard
    kind, _ = _kind(question)
    return [word for word in dict.fromkeys(tokens(question)) if fold(word) in missing and word not in kind]


def supported_options(options: Sequence[str], quotes: Sequence[Passage]) -> list[str]:
    """The options that the quoted evidence supports best: none, one, or several in a tie.

    An option is supported by its words in a quoted statement; a spoken question proves nothing.
    """
    spoken = [{*quote.terms, *tokens(quote.line.text)} for quote in quotes if not quote.is_question]
    support = {option: _support(option, options, spoken) for option in options}
    best = max(support.values(), default=0.0)
    return [option for option, value in support.items() if value == best] if best > 0 else []


def _scores(question: str, context: Sequence[str], found: Sequence[Passage], ranking: Ranking) -> list[float]:
    _, answering = _kind(question)
    terms = asked_terms(question)
    if _names_only_a_kind(question):
        return [float(_holds(passage, answering)) for passage in found]
    return [
        (score + CONTEXT_WEIGHT * hint) * (KIND_BONUS if _holds(passage, answering) else 1.0)
        if score
        else 0.0
        for passage, score, hint in zip(found, ranking.scores(terms), ranking.scores(context), strict=True)
    ]


def _kind(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """The kind of thing asked for: the words that ask for it and those that answer; empty if unknown."""
    words = set(tokens(question))
    nothing: frozenset[str] = frozenset()
    return next((kind for kind in _KINDS if kind[0] & words), (nothing, nothing))


def _names_only_a_kind(question: str) -> bool:
    """Whether nothing more is asked for than a kind, as in "list the dates": then all of the kind are hits."""
    terms = set(asked_terms(question))
    return bool(terms) and terms <= {fold(word) for word in _kind(question)[0]}


def _holds(passage: Passage, answering: frozenset[str]) -> bool:
    return not answering.isdisjoint(tokens(passage.line.text))


def _reply(found: Sequence[Passage], place: int) -> list[int]:
    """The one or two statements after a spoken question."""
    if not found[place].is_question:
        return []
    following = range(place + 1, min(place + 3, len(found)))
    reply = list(takewhile(lambda near: _is_statement_of(found[near], found[place].source), following))
    enough = reply and len(tokens(found[reply[0]].line.text)) >= SHORT_REPLY_WORDS
    return reply[:1] if enough else reply


def _is_statement_of(passage: Passage, source: int) -> bool:
    return passage.source == source and not passage.is_question


def _support(option: str, options: Sequence[str], spoken: Sequence[set[str]]) -> float:
    """The best share of the option's own words, those no other option has, in one quoted statement."""
    shared = {term for other in options if other != option for term in _option_terms(other)}
    own = set(_option_terms(option)) - shared
    return max((len(own & words) / len(own) for words in spoken), default=0.0) if own else 0.0


def _option_terms(option: str) -> list[str]:
    """Content terms or, where there are none, all words: "yes" and "no" are answers too."""
    return content_terms(option) or tokens(option)
