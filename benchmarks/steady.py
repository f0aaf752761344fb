"""Texts as they would be with ids of the usual length instead of their own: then every run counts the same.

An id of 36 characters is 17 to 31 tokens, by chance; each of these has as many as most of its kind.
"""

import re

_USUAL = {
    36: "da1ce27f-41e6-4fc7-9392-3fb3cba85909",  # a transcript, a request: 23 tokens
    32: "2054862ddf6541f6bf4980ad3f49f9c5",  # an account's folder, an audio file: 19 tokens
    64: "ASR517meqNEts4sKkH6YGPuxyOIH7CJPopfrnmkBCSkR5mUHT3DwbcLQf__8TnM8",  # a streaming token: 46 tokens
}
_RANDOM = re.compile(
    r"(?<!\w)(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})(?!\w)|(?<![\w-])[\w-]{64}(?![\w-])",
    re.ASCII,
)


def steady(text: str, folder: str = "") -> str:
    """With the usual ids, and a short name for the temporary folder, if the text may name one."""
    shown = text.replace(folder, "/recordings") if folder else text
    return _RANDOM.sub(lambda found: _USUAL[len(found[0])], shown)
