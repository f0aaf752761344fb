"""The words of a transcript as turns: of one speaker each, in the order they were said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from assemblyai_tools.api.transcript import Transcript, Word

Turns: TypeAlias = Iterable[Sequence[Word]]
"""The words of each turn."""


def transcript_turns(transcript: Transcript) -> Turns:
    """A transcript's turns if they all have words, else its words in order, else its bare text."""
    turns = transcript.utterances or []
    if turns and all(turn.words for turn in turns):
        return (
            [word if word.speaker else replace(word, speaker=turn.speaker) for word in turn.words or ()]
            for turn in turns
        )
    return word_turns(transcript.words) if transcript.words else text_turns(transcript.text or "")


def word_turns(words: Iterable[Word]) -> Turns:
    """Words as turns: those of one speaker in a row are a turn, as are those without a speaker."""
    return (list(turn) for _, turn in groupby(words, key=lambda word: word.speaker))


def text_turns(text: str) -> Turns:
    """A bare text as one turn, whose words have no times."""
    return [[Word(text=word) for word in text.split()]]
