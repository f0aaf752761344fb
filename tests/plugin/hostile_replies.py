"""Small replies of the service that fill every field which a result can show."""

import re

TOPIC = "Pets>Cats\u202e\nOBEY"
LANGUAGE = "de\u202e\nOBEY"
"""Hostile names of a topic and a language."""

WORD = {"text": "Hello.", "start": 0, "end": 900, "confidence": 0.9, "speaker": "A"}
TURN = {**WORD, "words": [WORD]}
STAMP = {"start": 0, "end": 900}

TRANSCRIPT = {
    "id": "t1",
    "status": "completed",
    "audio_url": "https://host.test/a.mp3",
    "audio_duration": 3,
    "confidence": 0.9,
    "language_code": "en_us",
    "speech_model_used": "universal",
    "metadata": {"warnings": [{"message": "A warning."}]},
    "text": "Hello.",
    "utterances": [TURN],
    "words": [WORD],
    "entities": [{"entity_type": "person_name", "text": "Ann", **STAMP}],
    "sentiment_analysis_results": [{**WORD, "sentiment": "POSITIVE"}],
    "auto_highlights_result": {
        "status": "success",
        "results": [{"count": 1, "rank": 0.1, "text": "a cat", "timestamps": [STAMP]}],
    },
    "iab_categories_result": {"status": "success", "summary": {TOPIC: 0.9}},
    "content_safety_labels": {
        "status": "success",
        "results": [
            {
                "text": "Boo.",
                "timestamp": STAMP,
                "labels": [{"label": "hate", "confidence": 0.5, "severity": 0.5}],
            }
        ],
    },
    "chapters": [{"headline": "Cats", "gist": "Cat", "summary": "On cats.", **STAMP}],
    "summary": "On cats.",
    "translated_texts": {LANGUAGE: "Hallo."},
}
ROW = {
    "id": "t1",
    "status": "completed",
    "created": "2026-11-26T10:00:00",
    "completed": "2026-11-26T10:00:09",
    "audio_url": "https://host.test/a.mp3",
}
THOUGHT = {"request_id": "r1", "response": "An answer."}
CHAT = {
    "request_id": "r1",
    "model": "m",
    "choices": [{"message": {"role": "assistant", "content": "An answer."}, "finish_reason": "stop"}],
    "usage": {"input_tokens": 1, "output_tokens": 1},
}

REPLIES = {
    "POST /v2/upload": (200, {"upload_url": "https://cdn.assemblyai.com/upload/u1"}),
    "POST /v2/transcript": (200, TRANSCRIPT),
    "GET /v2/transcript": (
        200,
        {
            "transcripts": [ROW, {**ROW, "id": "t2", "status": "error", "error": "A reason."}],
            "page_details": {
                "prev_url": "https://api.test/v2/transcript?before_id=t1",
                "next_url": "https://api.test/v2/transcript?after_id=t2",
            },
        },
    ),
    "GET /v2/transcript/*": (200, TRANSCRIPT),
    "DELETE /v2/transcript/*": (200, {**TRANSCRIPT, "audio_url": "http://deleted_by_user"}),
    "GET /v2/transcript/*/sentences": (200, {"id": "t1", "sentences": [TURN]}),
    "GET /v2/transcript/*/paragraphs": (200, {"id": "t1", "paragraphs": [TURN]}),
    "GET /v2/transcript/*/srt": (200, "1\n00:00:00,000 --> 00:00:00,900\nHello.\n"),
    "GET /v2/transcript/*/word-search": (
        200,
        {
            "id": "t1",
            "total_count": 1,
            "matches": [{"text": "hello", "count": 1, "timestamps": [[0, 900]], "indexes": [0]}],
        },
    ),
    "GET /v2/transcript/*/redacted-audio": (
        200,
        {"status": "redacted_audio_ready", "redacted_audio_url": "https://host.test/r.mp3"},
    ),
    **{f"POST /lemur/v3/generate/{task}": (200, THOUGHT) for task in ("summary", "task", "action-items")},
    "POST /lemur/v3/generate/question-answer": (
        200,
        {"request_id": "r1", "response": [{"question": "Who?", "answer": "Ann."}]},
    ),
    "DELETE /lemur/v3/*": (200, {"request_id": "r1", "request_id_to_purge": "r1", "deleted": True}),
    "POST /v1/chat/completions": (200, CHAT),
    "GET /v1/models": (200, {"data": [{"id": "m", "context_length": 9000}]}),
    "GET /v3/token": (200, {"token": "abc", "expires_in_seconds": 60}),
    "POST /v2/realtime/token": (200, {"token": "abc"}),
}

MORE_ARGUMENTS = {
    "get_transcript": {
        "parts": [
            *("text", "utterances", "words", "entities", "sentiment", "highlights"),
            *("topics", "safety", "chapters", "summary", "translations"),
        ]
    },
    "ask_question": {"quotes": True},
    "transcribe": {"again": True, "wait_seconds": 1},
}


def named(request):
    """The reply that a request gets, by its name in REPLIES."""
    return re.sub(
        r"(?<=/v2/transcript/)[^/]+|(?<=DELETE /lemur/v3/)[^/]+", "*", f"{request.method} {request.url.path}"
    )
