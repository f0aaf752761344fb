"""A long conversation of two people, made of common words: the same every time, as a scenario's JSON.

An hour is what the API would transcribe of an hour of speech: 9,000 words, 42,600 characters of text, turns of one to
six sentences, a time and a confidence for every word. There is no audio.
"""

import random
from itertools import groupby
from typing import Any

_WORDS_AN_HOUR = 9_000
_WORD_MS = 3_600_000 / _WORDS_AN_HOUR
_SPOKEN = 0.85
"""The share of a word's time in which it is heard; the rest is the gap to the next."""

_COMMON = (
    "the I to a and we it that of in is you for on this be have with not so but at if as they do what can was are "
    "will there one our all or from just about know think would like when then get some out up time how need"
).split()
_LONGER = (
    "customer invoice refund delivery budget schedule contract engineer supplier meeting quarter release feature "
    "problem question answer number office system network update account payment training project review morning "
    "afternoon Thursday October because everything something probably definitely important different already together "
    "decision estimate warehouse shipment licence security deadline discussion"
).split()
_SHARE_OF_COMMON = 0.87


def scenario(hours: int) -> dict[str, Any]:
    """The conversation as the `transcript` of an emulator's scenario."""
    chance = random.Random(hours)  # noqa: S311 - a fixed text, nothing secret
    words = _words(chance, hours * _WORDS_AN_HOUR)
    turns = (list(turn) for _, turn in groupby(words, lambda word: word["speaker"]))
    return {
        "utterances": [
            {"speaker": turn[0]["speaker"], "start": turn[0]["start"], "end": turn[-1]["end"], "words": turn}
            for turn in turns
        ],
        "audio_duration": hours * 3600,
        "confidence": 0.94,
        "language_code": "en_us",
    }


def _words(chance: random.Random, number: int) -> list[dict[str, Any]]:
    """Words with times, in sentences of five to twenty words and turns of one to six sentences."""
    words: list[dict[str, Any]] = []
    turn = 0
    while len(words) < number:
        for _ in range(chance.randint(1, 6)):
            length = min(chance.randint(5, 20), number - len(words))
            words += [_word(chance, len(words) + place, place, length, turn) for place in range(length)]
        turn += 1
    return words


def _word(chance: random.Random, index: int, place: int, length: int, turn: int) -> dict[str, Any]:
    text = chance.choice(_COMMON if chance.random() < _SHARE_OF_COMMON else _LONGER)
    text = text[0].upper() + text[1:] if place == 0 else text
    if place == length - 1:
        text += chance.choice("...?")
    start = round(index * _WORD_MS)
    return {
        "text": text,
        "start": start,
        "end": start + round(_WORD_MS * _SPOKEN),
        "confidence": round(chance.uniform(0.8, 1), 5),
        "speaker": "AB"[turn % 2],
    }
