"""The content terms of a text: its words without stop words, stemmed."""

import re
from collections.abc import Sequence

from assemblyai_emulator.wording.vocabulary import vocabulary

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_STOP_WORDS = vocabulary(
    "a about after again all also am an and any anybody anyone anything are aren't as at be because been before "
    "being but by can can't could couldn't did didn't do does doesn't doing don't done else every everybody "
    "everyone everything for from get gets getting give given gives go goes going gone got had has hasn't have "
    "haven't he he's her here hers him his how i i'd i'll i'm i've if in into is isn't it it'll it's its just "
    "know let let's like make makes many may maybe me might more most much must my myself no not now of off oh "
    "ok okay on one only or other our ours out over please really right said say says see shall she she's should "
    "so some somebody someone something still such take tell than thank thanks that that's the their theirs them "
    "then there there's these they they'll they're they've thing things think this those to too uh um up upon us "
    "very want wants was wasn't way we we'll we're we've well went were what what's when where which while who "
    "whom whose why will with won't would wouldn't yeah yes yet you you'll you're you've your yours"
)
_INSTRUCTION_WORDS = vocabulary(
    "answer audio based bullet bullets conversation describe detail details discuss discussed explain extract "
    "find following format identify list meeting mention mentioned mentions opinion outline point points provide "
    "question quote quotes recording sentence sentences short show speaker speakers speech summarise summarize "
    "summary talk talked text transcript transcripts write"
)
"""Words that tell the reasoner what to do, and are not about the transcript."""

_SHORTEST_STEM = 3
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
"""Runs of Thai, Lao, Burmese, Khmer, Japanese and Chinese, which are written without spaces between words."""

ENGLISH_SHARE = 0.2
"""Share of function words. English speech has about one half; German, French or Spanish less than a tenth, as they
share a few words' spelling."""


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return [token.replace("\u2019", "'") for token in _TOKEN.findall(text.lower())]


def content_terms(text: str) -> list[str]:
    """The stemmed content words of a text, in order, with repeats."""
    return [term for token in tokens(text) if token not in _STOP_WORDS for term in word_terms(token)]


def query_terms(prompt: str) -> list[str]:
    """The content terms of a question or prompt, without the words that only say what to do."""
    return [term for token in tokens(prompt) if is_content_word(token) for term in word_terms(token)]


def is_stop_word(token: str) -> bool:
    """Whether a lowercase word is an English stop word."""
    return token.replace("\u2019", "'") in _STOP_WORDS


def is_content_word(token: str) -> bool:
    """Whether a word of a question, in lower case, says what the question is about. Punctuation does not."""
    return token[:1].isalnum() and token not in _STOP_WORDS and token not in _INSTRUCTION_WORDS


def names(question: str) -> list[str]:
    """The capitalised words of a question in lower case, without its first; none if most words are capitalised."""
    words = _TOKEN.findall(question)[1:]
    capitalised = [word.lower() for word in words if word[0].isupper()]
    return (
        [word for word in capitalised if is_content_word(word)] if 2 * len(capitalised) <= len(words) else []
    )


def word_terms(token: str) -> list[str]:
    """The terms of one word: its stem, or in a script without spaces each pair of neighbouring characters."""
    return [
        term
        for part in _UNSPACED.split(token)
        if part
        for term in (_pairs(part) if _UNSPACED.match(part) else [stem(part)])
    ]


def is_english(texts: Sequence[str]) -> bool:
    """Whether the texts are English, by the share of its function words. Texts of a few words are hard to tell."""
    words = [word for text in texts for word in tokens(text)]
    return sum(word in _STOP_WORDS for word in words) >= ENGLISH_SHARE * len(words)


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(max(1, len(run) - 1))]


def stem(word: str) -> str:
    """Strip the most common English endings so that "charged" matches "charges": a crude stem, not a lemma."""
    base = word.removesuffix("'s").removesuffix("'")
    base = _without_plural(base)
    base = _without_participle(base)
    if base.endswith("ly") and len(base) > _SHORTEST_STEM + 2:
        base = base[:-2]
    return base[:-1] if base.endswith("e") and len(base) > _SHORTEST_STEM else base


def _without_plural(word: str) -> str:
    if len(word) <= _SHORTEST_STEM or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word.removesuffix("s")


def _without_participle(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if len(word) > _SHORTEST_STEM + 2 else word
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= _SHORTEST_STEM and re.search("[aeiouy]", base):
            return _undoubled(base)
    return word


def _undoubled(base: str) -> str:
    """Drop a doubled last letter ("planned" leaves "plann"), except one that words often end in ("bill")."""
    doubled = base[-1] == base[-2] and base[-1] not in "lszeo"
    return base[:-1] if doubled else base
