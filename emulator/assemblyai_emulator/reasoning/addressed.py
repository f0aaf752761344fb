"""Turns a question about a person into one to them: people in a recording speak to each other, not about themselves."""

import re

_AUXILIARIES = {"does": "do", "is": "are", "was": "were", "has": "have"}
_SUBJECT = re.compile(
    rf"\b(?:(?P<auxiliary>{'|'.join(_AUXILIARIES)})(?P<negation>n['\u2019]t)? )?(?:he|she|they)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\b(?:his|their|her(?= \w))\b", re.IGNORECASE)
_OBJECT = re.compile(r"\b(?:him|her|them)\b", re.IGNORECASE)


def addressed(question: str) -> str:
    """The question with "you" for "he", "she" and "they"; unchanged without one of them.

    For example "What is she bad at?" becomes "What are you bad at?", which is nearer to "What is your weak point?".
    """
    return _OBJECT.sub("you", _POSSESSIVE.sub("your", _SUBJECT.sub(_subject, question)))


def _subject(found: re.Match[str]) -> str:
    auxiliary = found["auxiliary"]
    return f"{_AUXILIARIES[auxiliary.lower()]}{found['negation'] or ''} you" if auxiliary else "you"
