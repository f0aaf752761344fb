"""A transcript as the API's JSON."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.parameters import caveats
from assemblyai_emulator.parameters.transcript_request import WARNINGS
from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.scenarios.scenario import PARAMETER
from assemblyai_emulator.scenarios.scenario import metadata as scenario_metadata
from assemblyai_emulator.store.transcripts import Transcript

_DEFAULTS: dict[str, Any] = {
    "language_model": "assemblyai_default",
    "acoustic_model": "assemblyai_default",
    "speech_model": None,
    "speech_models": None,
    "language_code": "en_us",
    "language_detection": False,
    "language_confidence_threshold": None,
    "language_confidence": None,
    "text": None,
    "words": None,
    "utterances": None,
    "confidence": None,
    "audio_duration": None,
    "punctuate": True,
    "format_text": True,
    "disfluencies": False,
    "multichannel": False,
    "dual_channel": None,
    "webhook_url": None,
    "webhook_status_code": None,
    "webhook_auth": False,
    "webhook_auth_header_name": None,
    "speed_boost": False,
    "auto_highlights": False,
    "auto_highlights_result": None,
    "audio_start_from": None,
    "audio_end_at": None,
    "word_boost": [],
    "boost_param": None,
    "keyterms_prompt": [],
    "prompt": "",
    "filter_profanity": False,
    "redact_pii": False,
    "redact_pii_audio": False,
    "redact_pii_audio_quality": None,
    "redact_pii_policies": None,
    "redact_pii_sub": "hash",
    "speaker_labels": False,
    "speakers_expected": None,
    "content_safety": False,
    "content_safety_labels": {},
    "iab_categories": False,
    "iab_categories_result": {},
    "custom_spelling": None,
    "auto_chapters": False,
    "chapters": None,
    "summarization": False,
    "summary_type": None,
    "summary_model": None,
    "summary": None,
    "custom_topics": False,
    "topics": [],
    "sentiment_analysis": False,
    "sentiment_analysis_results": None,
    "entity_detection": False,
    "entities": None,
    "speech_threshold": None,
    "throttled": False,
}
"""Every key of the published schema (2025-01-27) with its default.

`audio_channels`, `error` and `speech_model_used` are missing until they are known: the schema does not allow null
for them.
"""

_NEWER_PARAMETERS = {"redact_pii_audio_options", "redact_pii_return_unredacted", "redact_static_entities"}
"""Parameters that are newer than that schema. They appear only if they were set."""

_UNAVAILABLE: dict[str, Any] = {
    "content_safety_labels": {
        "status": "unavailable",
        "results": [],
        "summary": {},
        "severity_score_summary": {},
    },
    "iab_categories_result": {"status": "unavailable", "results": [], "summary": {}},
}
"""As recorded: these two are empty at first, and "unavailable" once the job has ended."""


def transcript_json(transcript: Transcript) -> dict[str, Any]:
    """The body of every reply that contains a whole transcript.

    https://www.assemblyai.com/docs/api-reference/transcripts/get
    """
    given = transcript.parameters
    echoed = {name: value for name, value in given.items() if name in _DEFAULTS or name in _NEWER_PARAMETERS}
    result = {name: value for name, value in transcript.result.items() if name not in {AUDIO_FILE, WARNINGS}}
    ended = transcript.status in {"completed", "error"}
    return {
        "id": transcript.id,
        "status": transcript.status,
        **_DEFAULTS,
        **echoed,
        "audio_url": transcript.audio_url,
        "webhook_auth": "webhook_auth_header_name" in given,
        "webhook_status_code": transcript.webhook_status_code,
        **(_UNAVAILABLE if ended else {}),
        **_metadata(given, transcript.result.get(WARNINGS, ())),
        **({"error": transcript.error} if transcript.error else {}),
        **result,
        **({"is_deleted": True} if transcript.deleted else {}),
    }


def _metadata(given: dict[str, Any], found: Sequence[str]) -> dict[str, Any]:
    if PARAMETER in given:
        return {"metadata": scenario_metadata(given[PARAMETER], given)}
    messages = [*caveats.warnings(given), *given.get(WARNINGS, ()), *found]
    if not messages:
        return {}
    return {
        "metadata": {
            "domain_used": None,
            "warning": messages[0],
            "warnings": [{"message": message} for message in messages],
        }
    }
