"""A scenario of two turns, which answers every stream that names no other."""

from assemblyai_emulator.live.hearing import STREAM_URL

PLANNING = {
    "audio_url": STREAM_URL,
    "transcript": {
        "utterances": [
            {"speaker": "A", "start": 200, "end": 1200, "text": "Shall we start?"},
            {"speaker": "B", "start": 2000, "end": 3000, "text": "Yes. We are done."},
        ]
    },
}
