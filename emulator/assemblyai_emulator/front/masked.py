"""Text with web addresses in it, as the page shows it: without what may be a key in them."""

import re

_ADDRESS = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)(?:[^/?#\s\"'<>]*@)?(?P<place>[^?#\s\"'<>]*)[?#]?[^\s\"'<>]*", re.IGNORECASE
)
"""A web address: what is kept of it, and around that the user's name with the password, the query and the fragment."""

_SENTENCE_END = re.compile(r"[.,;:!?)\]}]+$")
"""Punctuation that belongs to the sentence around an address."""


def masked(text: str) -> str:
    """The text with its addresses cut down to host and path: they may be signed, or have a password."""
    return _ADDRESS.sub(_kept, text)


def _kept(address: re.Match[str]) -> str:
    kept = address["scheme"] + address["place"]
    end = _SENTENCE_END.search(address[0])
    return kept if end is None or kept.endswith(end[0]) else kept + end[0]
