"""The messages of a live session of the stub: turns of five seconds, as its audio arrives."""

import json
import time
from collections.abc import Iterator
from typing import Any

RATE = 16_000
"""Samples a second of the audio that the stub is sent: 16 bits, one channel."""

BYTES_A_MS = 2 * RATE // 1000
"""Bytes of a millisecond."""

TURN_MS, PAUSE_MS = 5000, 1000
"""The length of a turn, and the pause after it, in milliseconds."""

_PARTIAL_MS = 300
"""Milliseconds between two partial turns."""

_WORD_MS, _PACE_MS = 300, 350
"""The length of a word, and the time from its start to the start of the next, in milliseconds."""

_STAMP = "@"
"""A placeholder for the time at which the message is sent."""


def told(before_ms: int, now_ms: int) -> Iterator[str]:
    """The messages that are due between these two times of the audio, as they are sent."""
    for at in range(before_ms // _PARTIAL_MS * _PARTIAL_MS + _PARTIAL_MS, now_ms + 1, _PARTIAL_MS):
        order, within = divmod(at, TURN_MS + PAUSE_MS)
        start = at - within
        if within == _PARTIAL_MS:
            yield json.dumps({"type": "SpeechStarted", "timestamp": start})
        if within - _PARTIAL_MS < TURN_MS <= within:
            yield final(order, start)
        elif 0 < within < TURN_MS:
            yield json.dumps(_turn(order, start, within, is_final=False))


def final(order: int, start_ms: int) -> str:
    """A finished turn that is sent now. Its text ends with the time (seconds of the monotonic clock)."""
    return json.dumps(_turn(order, start_ms, TURN_MS, is_final=True)).replace(_STAMP, repr(time.monotonic()))


def sent_at(transcript: str) -> float:
    """When a finished turn was sent, by its text."""
    return float(transcript.rpartition(" ")[2])


def _turn(order: int, start: int, length: int, *, is_final: bool) -> dict[str, Any]:
    words = [
        {
            "text": "word",
            "start": start + at,
            "end": start + at + _WORD_MS,
            "confidence": 0.9,
            "word_is_final": is_final,
        }
        for at in range(0, length - _WORD_MS + 1, _PACE_MS)
    ]
    return {
        "type": "Turn",
        "turn_order": order,
        "turn_is_formatted": is_final,
        "end_of_turn": is_final,
        "transcript": " ".join([*("word" for _ in words), *([_STAMP] if is_final else [])]),
        "end_of_turn_confidence": 1.0 if is_final else 0.0,
        "words": words,
    }
