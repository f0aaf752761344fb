"""A fence around recorded speech, so that a model can tell it from instructions."""

import hmac
import re
import secrets

from assemblyai_tools.text.tags import NAME, neutralised

_SECRET = secrets.token_bytes(32)
"""Makes the number of each fence. It never leaves this process and differs in the next."""

_NUMBERS = 10**9
"""Nine digits are hard to guess, and a tokenizer takes three of them as one token."""

_SAMPLE = 4096
"""Characters of a text that its number depends on."""

_NO_ID = re.compile(r"[^A-Za-z0-9_-]")


def fence(text: str, transcript_id: str | None = None) -> str:
    """Clean speech between tags that it cannot close: they have a number that it cannot know.

    What reads as such a tag inside it gets parentheses. The same text has the same number while a process runs, so that
    a model's prompt cache holds.
    """
    inner = neutralised(text)
    name = f' id="{_NO_ID.sub("", transcript_id)}"' if transcript_id else ""
    tag = f"{NAME}-{_number(name, inner)}"
    return f"<{tag}{name}>\n{inner}\n</{tag}>"


def _number(name: str, text: str) -> str:
    told = f"{name}\n{len(text)}\n{text[:_SAMPLE]}".encode(errors="surrogatepass")
    return f"{int.from_bytes(hmac.digest(_SECRET, told, 'sha256')[:8]) % _NUMBERS:09}"
