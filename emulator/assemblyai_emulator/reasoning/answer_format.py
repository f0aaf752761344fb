"""What an answer_format asks of a list of quotes: bullets, or a number of them."""

import re
from dataclasses import dataclass

from assemblyai_emulator.vocabulary import vocabulary

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BULLETS = re.compile(r"\bbullet(?:ed|s)?\b|\blist\b")
_COUNT = re.compile(
    rf"\b(?P<count>\d+|a|single|short|brief|{'|'.join(_NUMBERS)})[ -]"
    r"(?:(?:short|brief|concise|key|single)[ -])?"
    r"(?P<unit>sentences?|bullets?|points?|quotes?|items?)\b"
)
_TLDR = re.compile(r"\btl;?dr\b")
# Words that ask for nothing more than the patterns above already grant.
_FILLER = vocabulary(
    "a an the in of as with and or to for use using only at most up max maximum no more than please give write "
    "answer format short brief concise key point points list listed quote quotes bullet bullets item items"
)


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of an answer: bullets or plain lines, how many quotes (None: the usual), and what to own up."""

    bullets: bool = False
    count: int | None = None
    note: str | None = None


def requested_form(answer_format: str | None) -> Form:
    """Read an answer_format; whatever goes beyond bullets and a number of quotes is named as not applied."""
    if not answer_format or not answer_format.strip():
        return Form()
    asked = answer_format.lower()
    bullets = _BULLETS.search(asked) is not None
    count = _count(asked)
    rest = re.findall(r"[^\W_]+", _BULLETS.sub(" ", _TLDR.sub(" ", _COUNT.sub(" ", asked))))
    unmet = [word for word in rest if word not in _FILLER]
    return Form(bullets, count, _note(answer_format, granted=bullets or count is not None) if unmet else None)


def _count(asked: str) -> int | None:
    if _TLDR.search(asked):
        return 1
    match = _COUNT.search(asked)
    if match is None:
        return None
    count = match["count"]
    if count.isdigit():
        return max(1, int(count))
    if count in _NUMBERS:
        return _NUMBERS.index(count) + 1
    # "a sentence" and "short sentence" mean one, "short sentences" and "a list" do not.
    return 1 if match["unit"] in {"sentence", "quote"} else None


def _note(answer_format: str, *, granted: bool) -> str:
    extent = "applied only in part" if granted else "not applied"
    return f'answer_format "{answer_format}" was {extent}: offline answers can set bullets and the number of quotes.'
