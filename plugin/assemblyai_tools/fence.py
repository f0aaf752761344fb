"""A fence around recorded speech, so that a model can tell it from instructions."""

import hmac
import re
import secrets
from collections.abc import Iterator

from assemblyai_tools.lookalikes import BETWEEN, opens, spellings

_SECRET = secrets.token_bytes(32)
"""Makes the number of each fence. It never leaves this process and differs in the next."""

_NUMBERS = 10**9
"""Nine digits: nobody guesses them, and tokenizers take three at a time."""

_LONGEST_GAP = 16
"""Spaces, marks and accents between two letters, with which a tag still reads as one: `< / t.r.a.n.s.c.r.i.p.t >`."""

_GAP = rf"[{BETWEEN}]{{0,{_LONGEST_GAP}}}"

_NAME = "transcript"

_TAG = re.compile(
    rf"(?:<|&[li]t;?|&#0{{0,9}}60;?|&#x0{{0,9}}3c;?)(?={_GAP}{_GAP.join(_NAME)}(?![^\W\d_]))",
    re.IGNORECASE,
)
"""The start of what reads as an opening or closing tag of a transcript, before that tag's name."""

_LONGEST_TAG = _LONGEST_GAP * (len(_NAME) + 1) + len(_NAME) + 16
"""Characters of the longest text that _TAG looks at."""

_SAMPLE = 4096
"""Characters of a text that its number depends on."""

_NO_ID = re.compile(r"[^A-Za-z0-9_-]")


def fence(text: str, transcript_id: str | None = None) -> str:
    """Clean speech between tags that it cannot close: they have a number that it cannot know.

    What reads as such a tag inside it loses its bracket. The same text has the same number while a process runs, so
    that a model's prompt cache holds.
    """
    inner = neutralised(text)
    name = f' id="{_NO_ID.sub("", transcript_id)}"' if transcript_id else ""
    tag = f"{_NAME}-{_number(name, inner)}"
    return f"<{tag}{name}>\n{inner}\n</{tag}>"


def neutralised(text: str) -> str:
    """The text with a parenthesis in place of the bracket of everything that reads as a transcript's tag."""
    pieces: list[str] = []
    end = 0
    for first, last in _tags(text):
        pieces += text[end:first], "("
        end = last
    return "".join([*pieces, text[end:]]) if pieces else text


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Where the opening brackets of such tags start and end."""
    for start, end in _stretches(text):
        found = {tag.span() for read in spellings(text[start:end]) for tag in _TAG.finditer(read)}
        yield from ((start + first, start + last) for first, last in sorted(found))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that may hold such tags; each tag is in one of them."""
    start = end = 0
    for place in opens(text, _NAME[:4], _LONGEST_GAP):
        if place > end:
            yield start, end
            start = place
        end = place + _LONGEST_TAG
    yield start, end


def _number(name: str, text: str) -> str:
    told = f"{name}\n{len(text)}\n{text[:_SAMPLE]}".encode(errors="surrogatepass")
    return f"{int.from_bytes(hmac.digest(_SECRET, told, 'sha256')[:8]) % _NUMBERS:09}"
