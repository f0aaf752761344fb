"""Tells questions from statements by their first words."""

from collections.abc import Sequence

from assemblyai_emulator.wording.vocabulary import vocabulary

_LEADS = vocabulary("and so but or okay ok well um uh then now yes no oh right also great")
"""Words that can come before a question: "and what about ...", "okay, is it ..."."""

_QUESTION_WORDS = vocabulary("what when where who whom whose why how which")
_AUXILIARIES = vocabulary(
    "is are was were am do does did can could will would should shall may might must have has had "
    "isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't "
    "haven't hasn't hadn't"
)
_PRONOUNS = vocabulary("i you he she it we they there this that these those anyone anybody someone")
_DETERMINERS = vocabulary("the a an my your his her its our their any some all everyone everybody")
_IMPERATIVES = vocabulary("have do had may might must")
"""Before a determiner these do not open a question: "have a good day" and "do the dishes" are orders."""

_SHORT_FORMS = vocabulary("what's where's who's when's why's how's what're who're")
_IDIOMS = frozenset({("how", "about"), ("what", "about"), ("what", "if"), ("why", "not"), ("how", "come")})
_REACH = 3
"""The most words between a question word and its auxiliary: "what number should I use", "how serious are they"."""


def is_question(texts: Sequence[str]) -> bool:
    """Whether a sentence begins like a question. The tone of voice is unknown."""
    words = [text.lower() for text in texts]
    while words and words[0] in _LEADS:
        words.pop(0)
    if not words:
        return False
    if words[0] in _AUXILIARIES:
        return _is_inverted(words)
    if words[0] in _QUESTION_WORDS:
        return tuple(words[:2]) in _IDIOMS or _asks(words)
    return words[0] in _SHORT_FORMS


def _is_inverted(words: Sequence[str]) -> bool:
    subject = words[1] if len(words) > 1 else ""
    return subject in _PRONOUNS or (subject in _DETERMINERS and words[0] not in _IMPERATIVES)


def _asks(words: Sequence[str]) -> bool:
    """An auxiliary near the question word, without a subject before it: "what I want is" is a statement."""
    if len(words) == 1:
        return True
    # "which is fine" is not like "when is": it continues an earlier sentence.
    if words[0] == "which" and words[1] in _AUXILIARIES:
        return False
    for word in words[1 : _REACH + 2]:
        if word in _AUXILIARIES:
            return True
        if word in _PRONOUNS or word in _DETERMINERS:
            return False
    return False
