"""Finished turns in the form of a transcript of the service.

https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from assemblyai_tools.flow import Reply
from assemblyai_tools.streaming.events import Turn

Json = dict[str, Any]
"""A part of the reply."""


def live_reply(transcript_id: str, turns: Sequence[Turn], seconds: float, model: str | None) -> Reply:
    """The reply that the service would give for a completed transcript of these turns, one utterance for each.

    `seconds` of audio are rounded up, as the service does.
    """
    utterances = [_utterance(turn) for turn in turns]
    words = [word for turn in utterances for word in turn["words"]]
    languages = Counter(turn.language_code for turn in turns if turn.language_code)
    body = {
        "id": transcript_id,
        "status": "completed",
        "audio_url": None,
        "audio_duration": math.ceil(seconds),
        "speech_model_used": model,
        "language_code": languages.most_common(1)[0][0] if languages else None,
        "text": " ".join(turn.transcript for turn in turns),
        "confidence": _confidence(words),
        "words": words,
        "utterances": utterances,
    }
    return Reply(200, json.dumps(body, ensure_ascii=False).encode())


def _utterance(turn: Turn) -> Json:
    words = [
        {
            "text": word.text,
            "start": word.start,
            "end": word.end,
            "confidence": word.confidence,
            "speaker": word.speaker or turn.speaker_label,
        }
        for word in turn.words
    ]
    return {
        "text": turn.transcript,
        "start": turn.start_ms,
        "end": turn.end_ms,
        "speaker": turn.speaker_label,
        "confidence": _confidence(words),
        "words": words or [_untimed(word, turn.speaker_label) for word in turn.transcript.split()],
    }


def _untimed(word: str, speaker: str | None) -> Json:
    """A word of a turn that came as a bare text: without it, the words would not hold all that was said."""
    return {"text": word, "start": None, "end": None, "confidence": None, "speaker": speaker}


def _confidence(words: Sequence[Json]) -> float | None:
    known = [word["confidence"] for word in words if word["confidence"] is not None]
    return round(fmean(known), 4) if known else None
