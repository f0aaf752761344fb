"""The content terms of a text: its words without stop words, with common endings folded away."""

import re

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
# Prompts address the reasoner with these; a transcript's own words they are not.
_INSTRUCTION_WORDS = vocabulary(
    "answer audio based bullet bullets conversation describe detail details discuss discussed explain extract "
    "find following format identify list meeting mention mentioned mentions opinion outline point points provide "
    "question quote quotes recording sentence sentences short show speaker speakers speech summarise summarize "
    "summary talk talked text transcript transcripts write"
)
_SHORTEST_STEM = 3


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return [token.replace("\u2019", "'") for token in _TOKEN.findall(text.lower())]


def content_terms(text: str) -> list[str]:
    """The folded content words of a text, in order, repeats kept."""
    return [fold(token) for token in tokens(text) if token not in _STOP_WORDS]


def asked_terms(prompt: str) -> list[str]:
    """The content terms of a question or prompt, without the words that only give the order."""
    return [
        fold(token)
        for token in tokens(prompt)
        if token not in _STOP_WORDS and token not in _INSTRUCTION_WORDS
    ]


def fold(word: str) -> str:
    """Strip the commonest English endings so that "charged" meets "charges"; a crude stem, not a lemma."""
    stem = word.removesuffix("'s").removesuffix("'")
    stem = _without_plural(stem)
    stem = _without_participle(stem)
    if stem.endswith("ly") and len(stem) > _SHORTEST_STEM + 2:
        stem = stem[:-2]
    return stem[:-1] if stem.endswith("e") and len(stem) > _SHORTEST_STEM else stem


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
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM and re.search("[aeiouy]", stem):
            return _undoubled(stem)
    return word


def _undoubled(stem: str) -> str:
    """Drop the second of two end letters ("planned" leaves "plann"), but not of those that words end in."""
    doubled = stem[-1] == stem[-2] and stem[-1] not in "lszeo"
    return stem[:-1] if doubled else stem
