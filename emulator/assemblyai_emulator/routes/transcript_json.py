"""A transcript as the API's JSON."""

import zlib
from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.parameters import caveats
from assemblyai_emulator.parameters.transcript_request import WARNINGS
from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.scenarios.scenario import PARAMETER
from assemblyai_emulator.scenarios.scenario import metadata as scenario_metadata
from assemblyai_emulator.store.transcripts import KEPT_SETTINGS, Transcript

_MOST_PROJECTS = 10_000_000
"""Recorded ids have six or seven digits."""

_DEFAULTS: dict[str, Any] = {
    "language_model": "assemblyai_default",
    "acoustic_model": "assemblyai_default",
    "speech_model": None,
    "speech_models": None,
    "language_code": "en_us",
    "language_codes": None,
    "language_detection": False,
    "language_detection_options": None,
    "language_detection_results": None,
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
    "multichannel": None,
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
    "prompt": None,
    "temperature": None,
    "remove_audio_tags": "all",
    "domain": None,
    "filter_profanity": False,
    "redact_pii": False,
    "redact_pii_audio": False,
    "redact_pii_audio_quality": None,
    "redact_pii_audio_options": None,
    "redact_pii_policies": None,
    "redact_pii_sub": None,
    "redact_pii_return_unredacted": None,
    "redact_static_entities": None,
    "speaker_labels": False,
    "speakers_expected": None,
    "speaker_options": None,
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
    "custom_topics_results": None,
    "sentiment_analysis": False,
    "sentiment_analysis_results": None,
    "entity_detection": False,
    "entities": None,
    "speech_threshold": None,
    "speech_understanding": None,
    "translated_texts": None,
    "speech_model_used": None,
    "throttled": None,
    "is_deleted": None,
}
"""Every key of a live reply with the value that it has there if nothing asked for it.

The published schemas lack some of these keys, and do not allow null for some of the others. `audio_channels` and
`error` are missing until they are known.
"""

_DELETED: dict[str, Any] = {
    **dict.fromkeys(_DEFAULTS),
    "language_model": "assemblyai_default",
    "acoustic_model": "assemblyai_default",
    "webhook_auth": False,
    "speaker_count": None,
    "cluster_id": None,
    "error": None,
    "is_deleted": True,
}
"""What is left of a deleted transcript, as recorded: no results, and only some of its settings."""

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
    if transcript.deleted:
        return _tombstone_json(transcript)
    echoed = {name: value for name, value in given.items() if name in _DEFAULTS}
    result = {name: value for name, value in transcript.result.items() if name not in {AUDIO_FILE, WARNINGS}}
    ended = transcript.status in {"completed", "error"}
    return {
        "id": transcript.id,
        "status": transcript.status,
        **_ids(transcript.account),
        **_DEFAULTS,
        "redact_pii_sub": "hash" if given.get("redact_pii") else None,
        **echoed,
        "audio_url": transcript.audio_url,
        "webhook_auth": "webhook_auth_header_name" in given,
        "webhook_status_code": transcript.webhook_status_code,
        **(_UNAVAILABLE if ended else {}),
        **_metadata(given, transcript.result.get(WARNINGS, ())),
        **({"error": transcript.error} if transcript.error else {}),
        **result,
    }


def _tombstone_json(transcript: Transcript) -> dict[str, Any]:
    return {
        "id": transcript.id,
        "status": transcript.status,
        **_ids(transcript.account),
        **_DELETED,
        **{name: bool(transcript.parameters.get(name)) for name in KEPT_SETTINGS},
        "audio_url": transcript.audio_url,
        "webhook_url": transcript.parameters["webhook_url"],
        "error": transcript.error,
        **transcript.result,
    }


def _ids(account: str) -> dict[str, int]:
    """The service's numbers of the project and of the key. Here a key is a project of its own."""
    number = zlib.crc32(account.encode()) % _MOST_PROJECTS
    return {"project_id": number, "token_id": number + _MOST_PROJECTS}


def _metadata(given: dict[str, Any], found: Sequence[str]) -> dict[str, Any]:
    if PARAMETER in given:
        return {"metadata": scenario_metadata(given[PARAMETER])}
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
