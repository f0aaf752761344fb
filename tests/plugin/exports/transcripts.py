"""Transcripts as the service gives them, how they are asked for, and what a Word document says."""

import io

import docx

from assemblyai_tools.flow import Request

READ = Request("GET", "/v2/transcript/t1")
"""The request for the transcript."""
TALK = {
    "id": "t1",
    "status": "completed",
    "audio_duration": 64,
    "confidence": 0.934,
    "language_code": "en_us",
    "speech_model_used": "universal",
    "text": "Good morning. =1+1 *Yes*.",
    "utterances": [
        {"text": "Good\x07\u202e morning.", "start": 240, "end": 1900, "speaker": "A", "confidence": 0.98765},
        {"text": "=1+1 *Yes*.\nB: no", "start": 62_000, "end": 63_000, "speaker": "B"},
        {"text": "", "start": 63_000, "end": 63_000, "speaker": "B"},
        {"text": "Who?", "speaker": None},
    ],
}
"""Two speakers and somebody unknown, whose words look like markup, formulas and names."""
SPEECH = {"id": "t1", "status": "completed", "text": "Good morning. Yes."}
"""Speech without speakers."""
PASSAGES = [
    {"text": "Good morning.", "start": 240, "end": 1900, "confidence": 0.5},
    {"text": "-2 degrees", "start": None, "end": None},
]
"""Sentences or paragraphs, of which one has no times."""
SILENCE = {"id": "t1", "status": "completed", "text": "", "words": [], "utterances": []}
"""A recording in which nobody speaks."""
SRT = "1\r\n00:00:00,240 --> 00:00:01,900\r\nGood\u202e morning.\r\n"
"""Captions as the service makes them."""


def paragraphs(content):
    """The style and the text of each paragraph of a Word document."""
    return [(part.style.name, part.text) for part in docx.Document(io.BytesIO(content)).paragraphs]
