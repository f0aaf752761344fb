"""Text as its reader sees it: without hidden characters, and with no bracket but ASCII's that looks like a tag's."""

import importlib
from typing import Any

regex: Any = importlib.import_module("regex")

_HIDDEN = regex.compile(
    r"(?V1)[[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{NChar}\p{Default_Ignorable_Code_Point}]--[\n\t\u180b-\u180f\u200c\u200d\p{PCM}]]"
)
"""What is not drawn, but for line ends, tabs, and the joiners and selectors with which some scripts shape letters."""

_OPENING = (
    "\u00ab\u02c2\u140a\u1438\u2039\u2190\u21d0\u2264\u226a\u227a\u25c0\u25c1\u2329\u276c\u276e\u2770\u27e8\u27ea"
    "\u29fc\u3008\u300a\u3111\ufe64\uff1c"
)
_CLOSING = (
    "\u00bb\u02c3\u1405\u1433\u203a\u2192\u21d2\u2265\u226b\u227b\u25b6\u25b7\u232a\u276d\u276f\u2771\u27e9\u27eb"
    "\u29fd\u3009\u300b\ufe65\uff1e"
)

_ROUND = str.maketrans(_OPENING + _CLOSING, "(" * len(_OPENING) + ")" * len(_CLOSING))
"""Brackets and signs that look like a tag's, and what is read instead."""


def plain_text(text: str) -> str:
    """The text without hidden characters, and with parentheses for what looks like an angle bracket but is none."""
    if text.isascii() and text.isprintable():
        return text
    visible: str = _HIDDEN.sub("", text)
    return visible.translate(_ROUND)
