"""Reads an answer_format, as far as it can apply to a list of quotes: bullets, and the number of quotes."""

import re
from dataclasses import dataclass

from assemblyai_emulator.wording.vocabulary import vocabulary

_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_NO_BULLETS = re.compile(
    r"\b(?:no|without|not|instead of) (?:a )?(?:bullet(?:ed|s)?(?:[ -](?:points?|list))?|list)\b"
)
_BULLETS = re.compile(r"\bbullet(?:ed|s)?\b|\blist\b")
_NUMBER = rf"(?:\d{{1,6}}|{'|'.join(_NUMBERS)})"
_COUNT = re.compile(
    rf"\b(?:(?:between )?{_NUMBER}(?: (?:to|and|or) | ?[-\u2013] ?))?"
    rf"(?P<count>a couple of|a|single|short|brief|{_NUMBER})[ -]"
    r"(?:(?:very|short|brief|concise|key|main|single|bullet|bulleted|clear|simple)[ -])*"
    r"(?P<unit>sentences?|bullets?|points?|quotes?|items?|bulletpoints?)\b"
)
"""The count in a range ("three to five") is its upper end."""

_LISTED_COUNT = re.compile(rf"\blist (?:of|with) (?P<count>{_NUMBER})(?! ?\w)")
_QUOTED = re.compile(
    r"\b(?:below it,? )?each on (?:its own line|a line of its own)\b|\bthe passages that bear it out\b"
    r"|\b(?:word for word|verbatim)\b|\bin (?:double )?quotation marks\b|\bshort answer\b"
)
"""Always met: an answer is always quotes, one on each line."""

_EACH = re.compile(r"\b(?:a|one|1|a single) (?:short |brief )?sentence (?:each|per \w+(?: point)?)\b")
"""Always met: a quote is always one sentence."""

_ONLY = re.compile(r"[;,.]? ?\bonly the word (?P<word>none|nothing)\b(?: if [^;.]*)?")
"""An answer for a program: the items or this one word, and no more."""

_COLUMNS = re.compile(r"\bwhat \| who \| until when\b(?:, with a dash for [^;.]*)?")
"""Columns that an action item has; who has to do it is never told."""

_FEW = re.compile(r"\b(?:a few|some) sentences\b")
"""Always met: an answer is always some sentences."""

_TLDR = re.compile(r"\btl;?dr\b")
_FILLER = vocabulary(
    "a an the in of as with and or to for use using only at most up max maximum no not more than please give write "
    "answer answers format formatted reply response respond short brief concise key point points list listed quote "
    "quotes bullet bullets item items exactly just very precisely exact total it be should must your me make return "
    "provide summary summarize summarise result as plain text lines"
)
"""Words that request nothing beyond what the patterns above cover."""


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of an answer: bullets or plain lines, how many quotes (None: the default), and what was not applied."""

    bullets: bool = False
    count: int | None = None
    note: str | None = None
    nothing: str | None = None
    """The word for "no items". If it is set, the answer is the items or this word, and no more."""
    columns: bool = False
    """Whether each item has columns: the task, the person, the due date."""


def requested_form(answer_format: str | None) -> Form:
    """Read an answer_format. The note names one that asks for more than bullets and a number of quotes."""
    if not answer_format or not answer_format.strip():
        return Form()
    lowered = answer_format.lower()
    only, columns = _ONLY.search(lowered), _COLUMNS.search(lowered)
    request = lowered
    for met in (_ONLY, _COLUMNS, _FEW, _QUOTED, _EACH, _NO_BULLETS):
        request = met.sub(" ", request)
    bullets = _BULLETS.search(request) is not None
    count = _count(request)
    rest = request
    for granted in (_COUNT, _LISTED_COUNT, _TLDR, _BULLETS):
        rest = granted.sub(" ", rest)
    unmet = [word for word in re.findall(r"[^\W_]+", rest) if word not in _FILLER]
    return Form(
        bullets,
        count,
        _note(answer_format, granted=bullets or count is not None) if unmet else None,
        nothing=only and only["word"],
        columns=columns is not None,
    )


def _count(request: str) -> int | None:
    if _TLDR.search(request):
        return 1
    match = _COUNT.search(request)
    if match is None:
        listed = _LISTED_COUNT.search(request)
        return listed and _number(listed["count"])
    if (number := _number(match["count"])) is not None:
        return number
    # "a sentence" and "short sentence" mean one, "short sentences" and "a list" do not.
    return 1 if match["unit"] in {"sentence", "quote"} else None


def _number(count: str) -> int | None:
    if count == "a couple of":
        return 2
    if count.isdigit():
        return max(1, int(count))
    return _NUMBERS.index(count) + 1 if count in _NUMBERS else None


def _note(answer_format: str, *, granted: bool) -> str:
    extent = "applied only in part" if granted else "not applied"
    return f'answer_format "{answer_format}" was {extent}: offline answers can set bullets and the number of quotes.'
