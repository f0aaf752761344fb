"""A valid body for each route that takes one, with every key that the route knows, and the names of query parameters.

A route that is missing here is tried with bodies of any keys; a body here tries it deeper.
"""

from assemblyai_emulator.parameters.fields import FIELDS
from assemblyai_emulator.parameters.refusals import REFUSALS

_MESSAGES = [
    {"role": "system", "content": "Be short."},
    {
        "role": "user",
        "content": [{"type": "text", "text": "Who? {{ transcript }}", "cache_control": {"type": "e"}}],
    },
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}],
    },
    {"role": "user", "content": "Who said what? {{ transcript }}"},
]
_STRING = {"type": "string"}
_PAIRS = {
    "type": "array",
    "items": {"type": "object", "properties": {"question": _STRING, "answer": _STRING}},
}
_UNDERSTANDING = {
    "request": {
        "summarization": {"summary_type": "bullets", "effort": "low"},
        "action_items": {"effort": "medium"},
    }
}

QUERY_NAMES = (
    *(
        "limit",
        "status",
        "created_on",
        "before_id",
        "after_id",
        "throttled_only",
        "words",
        "chars_per_caption",
    ),
    *("expires_in_seconds", "max_session_duration_seconds", "token", "sample_rate"),
    *("before", "expires", "pass"),
)


def transcript_bodies(audio_urls: list[str]) -> list[dict]:
    """Each parameter on its own, beside what it needs, as many need others."""
    base = {"language_code": "en", "punctuate": True, "format_text": True}
    names = {*FIELDS, *REFUSALS} - {"audio_url", "webhook_auth_header_value"}
    several = {
        "redact_pii": True,
        "redact_pii_policies": ["person_name", "date"],
        "redact_pii_sub": "hash",
        "redact_pii_audio": True,
        "redact_pii_audio_options": {"return_redacted_no_speech_audio": True},
        "redact_static_entities": {"Label": ["term"]},
        "custom_spelling": [{"from": ["a"], "to": "b"}],
        "entity_detection": True,
        "sentiment_analysis": True,
        "auto_highlights": True,
        "audio_start_from": 0,
        "audio_end_at": 400,
        "keyterms_prompt": ["a"],
        "speech_threshold": 0.0,
        "webhook_url": "http://127.0.0.1:9/hook",
        "webhook_auth_header_name": "X-A",
        "webhook_auth_header_value": "b",
    }
    return [
        {"audio_url": url, **more}
        for url in audio_urls
        for more in (base, several, dict.fromkeys(sorted(names)), {"webhook_url": "http://127.0.0.1:9/"})
    ]


def bodies(path: str, transcript_id: str, audio_urls: list[str]) -> list[dict]:
    lemur = {
        "sources": [{"id": transcript_id, "type": "transcript"}],
        "transcript_ids": [transcript_id],
        "context": {"about": "a"},
        "final_model": "default",
        "max_output_size": 100,
        "temperature": 0.5,
        "answer_format": "bullets",
        "prompt": "Who said what?",
        "questions": [
            {"question": "Who?", "context": "a", "answer_options": ["yes", "no"]},
            {"question": "When?", "context": {"b": 1}, "answer_format": "short"},
        ],
    }
    chat = {
        "model": "claude-sonnet-4-6",
        "messages": _MESSAGES,
        "transcript_id": transcript_id,
        "max_tokens": 100,
        "temperature": 0.5,
        "top_p": 0.5,
        "stream": False,
        "tool_choice": None,
        "tools": [],
        "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": _PAIRS}},
        "fallbacks": [{"model": "gpt-5"}],
        "fallback_config": {"retry": True, "depth": 2},
        "reasoning": {"effort": "low"},
        "model_region": "global",
        "post_processing_steps": [],
        "cache_control": {"type": "ephemeral"},
        "zero_data_retention": True,
        "fail_fast": True,
        "max_timeout": 5,
    }
    understanding = {"transcript_id": transcript_id, "speech_understanding": _UNDERSTANDING}
    if path.startswith("/lemur/"):
        return [lemur, {**lemur, "transcript_ids": None, "sources": None, "input_text": "Ann met Bob. Who?"}]
    return {
        "/v2/transcript": transcript_bodies(audio_urls),
        "/_page/recordings": [
            {"audio_url": url, "name": "a.mp3", "speaker_labels": False, "language_code": "en"}
            for url in audio_urls
        ],
        "/v1/chat/completions": [
            chat,
            {**chat, "stream": True, "response_format": None},
            {"model": "gpt-5-nano", "prompt": "Who? {{ transcript }}", "transcript_id": transcript_id},
        ],
        "/v1/understanding": [understanding],
        "/v1/understanding/validate": [understanding],
        "/v2/realtime/token": [{"expires_in": 60}],
    }.get(path, [{"id": transcript_id, "name": "a", "items": [{"a": 1}]}])
