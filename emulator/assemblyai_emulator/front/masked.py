"""Hides the parts of web addresses that may hold a signature, a token or a password."""

import re

_ADDRESS = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]{0,20}://)(?:[^/?#\s\"'<>]*@)?(?P<place>[^?#\s\"'<>]*)(?P<rest>[?#][^\s\"'<>]*)?",
    re.IGNORECASE,
)
"""A web address: its scheme, its user's name and password, its host and path, its query and fragment."""

_SENTENCE_END = re.compile(r"[.,;:!?)\]}]+$")
"""Punctuation after an address that belongs to the sentence around it."""


def masked(text: str) -> str:
    """The text with its addresses cut down to host and path."""
    return _ADDRESS.sub(_kept, text)


def _kept(address: re.Match[str]) -> str:
    end = _SENTENCE_END.search(address["rest"] or "")
    return address["scheme"] + address["place"] + (end[0] if end else "")
