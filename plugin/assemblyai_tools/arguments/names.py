"""Other names that callers use for an argument, and arguments that the API has replaced."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assemblyai_tools.arguments.values import snake_case

_OTHERS: Mapping[str, str] = {
    "audio": "file path url audio_url audio_file audio_path file_path filename file_name source media input_file "
    "recording video uri",
    "path": "file file_path filename file_name audio audio_file local_file source",
    "names": "speakers speaker_names",
    "save_to": "output output_path output_file path file file_path filename save_as destination",
    "transcript_id": "id transcript transcription_id job_id",
    "transcript_ids": "transcript_id ids id transcription_id transcription_ids",
    "request_id": "id lemur_request_id",
    "words": "query queries word phrase phrases term terms keyword keywords search search_term search_terms text q",
    "questions": "question query queries prompt",
    "prompt": "initial_prompt",
    "input_text": "text transcript_text",
    "final_model": "model llm llm_model",
    "max_output_size": "max_tokens max_output_tokens",
    "subtitle_format": "format output_format file_format type",
    "chars_per_caption": "max_chars_per_caption characters_per_caption",
    "speaker_labels": "diarization diarize diarisation speaker_diarization enable_diarization speaker_detection",
    "speakers_expected": "num_speakers number_of_speakers speaker_count",
    "min_speakers_expected": "min_speakers",
    "max_speakers_expected": "max_speakers",
    "multichannel": "dual_channel multi_channel",
    "keyterms_prompt": "word_boost keyterms key_terms keywords vocabulary custom_vocabulary",
    "language_code": "language lang locale",
    "language_detection": "detect_language auto_detect_language automatic_language_detection",
    "target_languages": "target_language translate_to",
    "speech_models": "speech_model model models",
    "filter_profanity": "profanity_filter",
    "disfluencies": "filler_words keep_filler_words",
    "entity_detection": "entities detect_entities",
    "sentiment_analysis": "sentiment sentiments",
    "auto_highlights": "highlights key_phrases",
    "iab_categories": "topics topic_detection",
    "content_safety": "content_moderation safety",
    "redact_pii_policies": "pii_policies policies",
    "audio_start_from": "start_ms start_at_ms",
    "audio_end_at": "end_ms end_at_ms",
    "start_at_ms": "start_ms audio_start_from",
    "max_characters": "max_chars max_length",
    "wait_seconds": "timeout timeout_seconds max_wait max_wait_seconds",
    "limit": "max_results count page_size per_page n",
    "created_on": "date created day",
    "before_id": "before",
    "after_id": "after",
    "name": "query filter pattern search",
    "expires_in_seconds": "expires_in ttl ttl_seconds",
    "max_session_duration_seconds": "max_session_duration",
    "answer_options": "options choices",
    "answer_format": "format output_format",
    "quotes": "citations evidence",
    "confirm": "confirmed confirmation approved",
}
"""The usual other names of each argument, those of other APIs among them."""

_SIMILAR: Mapping[str, str] = {
    "audio_start_from": "start start_time start_seconds offset from",
    "audio_end_at": "end end_time end_seconds until to",
    "start_at_ms": "start start_at start_from start_time start_seconds offset",
    "transcript_ids": "transcript transcripts",
    "speakers_expected": "speakers",
    "min_speakers_expected": "speaker_options",
    "speaker_type": "speaker_identification",
    "target_languages": "translation translate speech_understanding languages",
    "wait_seconds": "wait",
    "prompt": "task instruction instructions query question",
}
"""Names that are suggested but not taken, as their unit or their meaning may be another."""

_REPLACED: Mapping[str, str] = {
    "auto_chapters": "was replaced: call summarize, or run_task, with the finished transcript's id",
    "summarization": "was replaced: call summarize with the finished transcript's id",
    "summary_model": "was replaced: call summarize with the finished transcript's id",
    "summary_type": "was replaced: call summarize, whose answer_format says what it should look like",
    "custom_topics": "was replaced: call run_task with the finished transcript's id",
    "topics_list": "was replaced: call run_task with the finished transcript's id",
    "boost_param": "was replaced: keyterms_prompt takes terms without a weight",
    "output_format": "is not an argument here: get_subtitles gives captions, once the transcript exists",
    "speaker_names": "is not an argument here: call name_speakers once the transcript exists",
}
"""Arguments that the API had, and what to do instead. One that is off, such as auto_chapters=false, is ignored."""

_OFF = frozenset({"false", "no", "off", "0", "none", "null"})
"""Texts that switch something off."""


def names_for(name: str) -> Sequence[str]:
    """The arguments that a caller may mean by this name; `waitSeconds` and `Wait-Seconds` mean wait_seconds."""
    plain = plain_name(name)
    return (plain, *_BY_OTHER.get(plain, ()))


def suggestions_for(name: str) -> Sequence[str]:
    """The arguments that a caller might mean by this name, but perhaps in another unit or sense."""
    return _BY_SIMILAR.get(plain_name(name), ())


def plain_name(name: str) -> str:
    """The name in snake case."""
    return snake_case(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).strip("_")


def replacement_of(name: str) -> str | None:
    """What to do instead of giving this argument, if the API has replaced it."""
    return _REPLACED.get(plain_name(name))


def is_replaced_and_off(name: str, value: Any) -> bool:
    """Whether the API has replaced this argument, and the call does not ask for it."""
    off = value.strip().casefold() in _OFF if isinstance(value, str) else not value
    return off and replacement_of(name) is not None


def _inverted(others: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, names in others.items():
        for other in names.split():
            found.setdefault(other, []).append(name)
    return found


_BY_OTHER = _inverted(_OTHERS)
_BY_SIMILAR = _inverted(_SIMILAR)
