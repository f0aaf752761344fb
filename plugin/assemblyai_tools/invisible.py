"""Characters that nobody sees: which of them a text keeps because its script needs them, and which go.

A hidden character can spell an order that only a model reads, or break up a word that a filter looks for.
"""

import re
from collections.abc import Mapping

IGNORABLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's Default_Ignorable_Code_Point, as the inside of a character class: what is drawn as nothing at all."""

_UNSEEN = (
    r"\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls that are no line breaks
    r"\U00013430-\U0001343f\U00013441\U00013442\ufff9-\ufffb"  # layout and blanks of hieroglyphs, layout of notes
    r"\U0001d159\U00016fe4"  # a note without a head, and a filler
    r"\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # surrogates, and what has no meaning outside one's own fonts
    r"\ufdd0-\ufdef"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(15))  # noncharacters
)
"""Other characters that are not drawn, or that mean nothing to a reader."""

_BLANK = "\u2800"
"""The empty braille cell. It is the space of a text in braille, and becomes one."""

_BREAKS = r"\r\v\f\x1c-\x1e\x85\u2028\u2029"
"""What some programs take for the end of a line."""

_JOINERS = r"\u200c\u200d"
"""The zero-width non-joiner and the joiner."""

_SELECTORS = r"\u180b-\u180d\u180f"
"""Mongolian's free variation selectors, which choose among the shapes of a letter."""

_SEPARATOR = "\u180e"
"""Mongolian's vowel separator, which cuts off the last vowel of a word."""

JOINING = (
    r"\u0600-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"  # Arabic, Syriac, Thaana, N'Ko, Mandaic
    r"\u0900-\u0dff\u0f00-\u109f\u1700-\u17ff\u1900-\u1aff"  # India, Sri Lanka, Tibet, Burma, the Philippines, Cambodia
    r"\u1b00-\u1c4f\u1cd0-\u1cff\ua800-\ua8ff\ua900-\uaa7f\uaae0-\uaaff\uabc0-\uabff"  # Bali, Java, Manipur, and more
    r"\U00010a00-\U00010bff\U00010d00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f"
    # Kharoshthi, Manichaean, Rohingya, Sogdian, Brahmi and its descendants, Adlam
)
"""The blocks of the scripts whose letters take a joiner: cursive ones, and those in which a sign takes away a vowel."""

_MONGOLIAN = r"\u1800-\u180a\u1810-\u18af"

PICTURES = r"\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
"""The blocks of what is joined to one emoji."""

_SUSPECT = re.compile(f"[{_BREAKS}{_BLANK}{_UNSEEN}{IGNORABLE}]")
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_GONE = re.compile(f"(?![{_JOINERS}{_SELECTORS}{_SEPARATOR}])[{_UNSEEN}{IGNORABLE}]")
_RUN = re.compile(f"(?!(?<=[{JOINING}])[{_JOINERS}][{JOINING}])[{_JOINERS}{_SELECTORS}{_SEPARATOR}]+")
"""Joiners and selectors to look at: all but a single joiner between two letters that take one."""

_JOINER = re.compile(f"[{_JOINERS}]")
_SHAPE = re.compile(f"[{_SELECTORS}]?[{_JOINERS}{_SEPARATOR}]?")

_NEXT_TO_JOINER = re.compile(f"[{JOINING}{_MONGOLIAN}]")
_LETTER_OF_MONGOLIAN = re.compile(f"[{_MONGOLIAN}]")
_PICTURE = re.compile(f"[{PICTURES}]")

_ASCII: Mapping[int, str | None] = {
    **dict.fromkeys((*range(32), 127)),
    **dict.fromkeys(b"\r\v\f\x1c\x1d\x1e", "\n"),
    ord("\n"): "\n",
    ord("\t"): "\t",
}
"""What becomes of ASCII's controls."""


def without_invisible(text: str) -> str:
    r"""The text without what nobody sees; every kind of line break becomes \n.

    A joiner stays beside a letter of a script that uses it and between two emoji, one at a time. Variation selectors
    go, those of emoji too: a heart without one is the same heart, and they can spell hidden text.
    """
    if text.isascii():
        return text.replace("\r\n", "\n").translate(_ASCII)
    if not _SUSPECT.search(text):
        return text
    visible = _GONE.sub("", _BREAK.sub("\n", text).replace(_BLANK, " "))
    return _RUN.sub(_needed, visible)


def _needed(run: re.Match[str]) -> str:
    """What the characters around a run of joiners and selectors need of it."""
    before, after = run.string[run.start() - 1 : run.start()], run.string[run.end() : run.end() + 1]
    if _LETTER_OF_MONGOLIAN.match(before):
        shape = _SHAPE.match(run[0])
        kept = shape[0] if shape else ""
        return kept if _LETTER_OF_MONGOLIAN.match(after) else kept.rstrip(_SEPARATOR)
    if _PICTURE.match(before) and _PICTURE.match(after):
        return "\u200d" if "\u200d" in run[0] else ""
    joiner = _JOINER.search(run[0])
    return joiner[0] if joiner and (_NEXT_TO_JOINER.match(before) or _NEXT_TO_JOINER.match(after)) else ""
