"""What a live session of the stub tells, by how much audio it was sent: someone speaks in turns of five seconds."""

import json
import time
from collections.abc import Iterator
from typing import Any

RATE = 16_000
"""Samples a second of the audio that the stub is sent: 16 bits, one channel."""

BYTES_A_MS = 2 * RATE // 1000
"""Bytes of a millisecond."""

TURN_MS, PAUSE_MS = 5000, 1000
"""Milliseconds of a turn, and from its end to the next one."""

_PARTIAL_MS = 300
"""Milliseconds between two partial turns."""

_WORD_MS, _PACE_MS = 300, 350
"""Milliseconds of a word, and from its start to the next one's."""

_STAMP = "@"
"""Stands in a message for the time at which it is sent."""


def told(before_ms: int, now_ms: int) -> Iterator[str]:
    """The messages that fall due while the audio goes from one time to another, as they are sent."""
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
    """A finished turn that is sent now: its text ends with the time on the clock of all processes, in seconds."""
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
