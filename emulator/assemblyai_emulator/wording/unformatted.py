"""Takes punctuation and capitals out of words that were decoded with them."""

from collections.abc import Sequence
from dataclasses import replace

from assemblyai_emulator.wording.scripts import punctuation_around
from assemblyai_emulator.wording.words import Word


def unformatted(words: Sequence[Word], *, punctuate: bool = True, format_text: bool = True) -> list[Word]:
    """The words as the request wants them. Times and confidences do not change, no word is added or dropped.

    Without `punctuate`, the punctuation around words goes; what is inside a word or a number ("don't", "9:30")
    stays. Without `format_text`, capitals go.
    """
    if punctuate and format_text:
        return list(words)
    return [replace(word, text=_text(word.text, punctuate, format_text)) for word in words]


def _text(text: str, punctuate: bool, format_text: bool) -> str:
    before, after = ("", "") if punctuate else punctuation_around(text)
    bare = text[len(before) : len(text) - len(after)] or text
    return bare if format_text else bare.lower()
