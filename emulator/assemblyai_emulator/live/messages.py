"""The messages that a server sends on `/v3/ws`.

https://www.assemblyai.com/docs/streaming/universal-streaming/message-sequence
"""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.wording.words import Word, joined

Message = dict[str, Any]

_WARNING_CODE = 0
"""The service's codes of warnings are not published."""


def begin(session_id: str, expires_at: datetime, model: str, mode: str | None) -> Message:
    configuration = {"model": model, "mode": mode, "api_version": "v3"}
    return {
        "type": "Begin",
        "id": session_id,
        "expires_at": int(expires_at.timestamp()),
        "configuration": configuration,
    }


def speech_started(timestamp_ms: int) -> Message:
    return {"type": "SpeechStarted", "timestamp": timestamp_ms}


def turn(
    words: Sequence[Word], *, ended: bool, formatted: bool, confidence: float, language: Message | None = None
) -> Message:
    """Its `turn_order` is added when it is sent."""
    return {
        "type": "Turn",
        "turn_order": 0,
        "turn_is_formatted": formatted,
        "end_of_turn": ended,
        "transcript": joined(words),
        "end_of_turn_confidence": confidence,
        "words": [_word(word, final=ended) for word in words],
        **(language or {}),
        **({"speaker_label": words[0].speaker} if words and words[0].speaker else {}),
    }


def silence(start_ms: int, end_ms: int) -> Message:
    return {"type": "Silence", "start_ms": start_ms, "end_ms": end_ms}


def warning(text: str) -> Message:
    return {"type": "Warning", "warning_code": _WARNING_CODE, "warning": text}


def failure(error: StreamError) -> Message:
    return {"type": "Error", "error_code": error.code, "error": error.text}


def termination(audio_seconds: float, session_seconds: float) -> Message:
    return {
        "type": "Termination",
        "audio_duration_seconds": math.ceil(audio_seconds),
        "session_duration_seconds": math.ceil(session_seconds),
    }


def _word(word: Word, *, final: bool) -> Message:
    return {
        "start": word.start,
        "end": word.end,
        "confidence": word.confidence,
        "text": word.text,
        "word_is_final": final,
        **({"speaker": word.speaker} if word.speaker else {}),
    }
