"""The protocol of `/v2/realtime/ws`, which the live service has ended. Released SDKs still speak it.

Its messages are those of the official Node SDK; its close codes are in the Python SDK.
https://github.com/AssemblyAI/assemblyai-node-sdk/blob/main/src/types/asyncapi.generated.ts
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from assemblyai_emulator.errors import AudioLengthError, StreamError
from assemblyai_emulator.live.json_text import json_object, unknown_type
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.orders import Audio, ForceEndpoint, Order, Terminate, Update
from assemblyai_emulator.parameters import live

_SILENCE_MS = 700
"""The default silence that ends an utterance, in milliseconds."""

_NAMES = {"sample_rate": "sample_rate", "encoding": "encoding", "word_boost": "keyterms_prompt"}
"""The parameters of the query, and what they are called in v3."""

_IGNORED = frozenset({"token", "enable_extra_session_information", "disable_partial_transcripts"})
_FORMATTED_MODEL = "u3-rt-pro"
"""A model of v3 that sends each finished turn once, formatted, as v2 does."""

_CODES: Mapping[int, int] = {1008: 4001, 3005: 1013, 3006: 4101, 3008: 4008, 3009: 4102}
"""The close codes of v3, and those of v2."""

_BAD_JSON, _TOO_SHORT, _TOO_LONG = 4100, 4032, 4033
_INVALID_JSON = "Invalid JSON: "


class V2:
    shortest_ms = 100
    longest_ms = 2000

    def parameters(self, query: Mapping[str, str], *, speakers: bool) -> live.Parameters:
        given = {_NAMES.get(name, name): value for name, value in query.items() if name not in _IGNORED}
        silence = str(_SILENCE_MS)
        partials = str(query.get("disable_partial_transcripts", "").lower() != "true")
        fixed = {
            "speech_model": _FORMATTED_MODEL,
            "min_turn_silence": silence,
            "max_turn_silence": silence,
            "include_partial_turns": partials,
        }
        return live.parameters({"sample_rate": "16000", **given, **fixed}, speakers=speakers)

    def begin(self, session_id: str, expires_at: datetime, given: live.Parameters, model: str) -> Message:
        del given, model  # v2 does not tell them
        return {
            "message_type": "SessionBegins",
            "session_id": session_id,
            "expires_at": expires_at.isoformat(),
        }

    def order(self, text: str) -> Order:
        found = json_object(text)
        if "audio_data" in found:
            return Audio(_decoded(found["audio_data"]))
        if found.get("terminate_session") is True:
            return Terminate()
        if found.get("force_end_utterance") is True:
            return ForceEndpoint()
        if "end_utterance_silence_threshold" in found:
            silence = found["end_utterance_silence_threshold"]
            return Update({"min_turn_silence": silence, "max_turn_silence": silence})
        raise unknown_type(", ".join(found))

    def written(self, message: Message) -> list[Message]:
        match message["type"]:
            case "Turn":
                return [_transcript(message)]
            case "Termination":
                seconds = message["audio_duration_seconds"]
                ended = {"message_type": "SessionInformation", "audio_duration_seconds": seconds}
                return [ended, {"message_type": "SessionTerminated"}]
            case _:
                return []

    def failure(self, error: StreamError) -> tuple[Message, int]:
        return {"error": error.text}, _code(error)


def _code(error: StreamError) -> int:
    if isinstance(error, AudioLengthError):
        return _TOO_SHORT if error.too_short else _TOO_LONG
    return _BAD_JSON if error.text.startswith(_INVALID_JSON) else _CODES[error.code]


def _decoded(data: Any) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise StreamError.invalid("Invalid 'audio_data': it must be base64.") from None


def _transcript(turn: Message) -> Message:
    words: list[Message] = turn["words"]
    heard = sum(word["confidence"] for word in words) / len(words) if words else 0.0
    names = ("text", "start", "end", "confidence")
    ended: bool = turn["end_of_turn"]
    return {
        "message_type": "FinalTranscript" if ended else "PartialTranscript",
        "audio_start": words[0]["start"] if words else 0,
        "audio_end": words[-1]["end"] if words else 0,
        "confidence": heard,
        "text": turn["transcript"],
        "words": [{name: word[name] for name in names} for word in words],
        "created": datetime.now(UTC).isoformat(),
        **({"punctuated": True, "text_formatted": True} if ended else {}),
    }
