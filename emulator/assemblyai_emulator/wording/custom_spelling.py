"""Custom spelling: replaces words and phrases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assemblyai_emulator.wording.phrases import edges, phrase, plain, spelled
from assemblyai_emulator.wording.sentences import split_utterances
from assemblyai_emulator.wording.words import Word, mean_confidence


def respelled(words: Sequence[Word], custom_spelling: Sequence[Mapping[str, Any]]) -> list[Word]:
    """Replace each `from` phrase by its `to`, exactly as given. A phrase does not span speakers.

    Whole words are compared. Case and the punctuation around a word are ignored, and the punctuation is kept.
    Words that become one word span from the first one's start to the last one's end. Of overlapping phrases the
    longest is replaced.
    https://www.assemblyai.com/docs/pre-recorded-audio/custom-spelling
    """
    spellings = _spellings(custom_spelling)
    if not spellings:
        return list(words)
    return [word for turn in split_utterances(words) for word in _respelled(turn, spellings)]


def _respelled(words: Sequence[Word], spellings: Mapping[tuple[str, ...], str]) -> list[Word]:
    longest = max(map(len, spellings))
    spoken = [plain(word.text) for word in words]
    written: list[Word] = []
    index = 0
    while index < len(words):
        size = _longest_match(spoken, index, longest, spellings)
        if size:
            match = words[index : index + size]
            written.append(_merged(match, spellings[spelled(spoken[index : index + size])]))
        else:
            written.append(words[index])
        index += size or 1
    return written


def _spellings(custom_spelling: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], str]:
    return {key: row["to"] for row in custom_spelling for text in row["from"] if (key := phrase(text))}


def _longest_match(
    spoken: Sequence[str], index: int, longest: int, spellings: Mapping[tuple[str, ...], str]
) -> int:
    sizes = range(min(longest, len(spoken) - index), 0, -1)
    runs = ((size, spoken[index : index + size]) for size in sizes)
    return next((size for size, run in runs if all(run) and spelled(run) in spellings), 0)


def _merged(words: Sequence[Word], text: str) -> Word:
    before, after = edges(words[0].text)[0], edges(words[-1].text)[1]
    return replace(
        words[0], text=f"{before}{text}{after}", end=words[-1].end, confidence=mean_confidence(words)
    )
