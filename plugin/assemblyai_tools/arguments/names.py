"""Other names that callers use for an argument, and arguments that the API has replaced."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

_OTHERS: Mapping[str, str] = {
    "audio": "file path url audio_url audio_file audio_path file_path filename file_name source media input_file "
    "recording video uri",
    "path": "file file_path filename file_name audio audio_file local_file source",
    "save_to": "output output_path output_file path file file_path filename save_as destination",
    "transcript_id": "id transcript transcription_id job_id",
    "transcript_ids": "transcript_id ids id transcripts transcript transcription_ids",
    "request_id": "id lemur_request_id",
    "words": "query queries word phrase phrases term terms keyword keywords search search_term search_terms text q",
    "questions": "question query queries prompt",
    "prompt": "task instruction instructions",
    "input_text": "text transcript_text",
    "final_model": "model llm llm_model",
    "max_output_size": "max_tokens max_output_tokens",
    "subtitle_format": "format output_format file_format type",
    "chars_per_caption": "max_chars_per_caption characters_per_caption",
    "speaker_labels": "diarization diarize diarisation speaker_diarization enable_diarization speaker_detection",
    "speakers_expected": "num_speakers number_of_speakers speaker_count speakers",
    "multichannel": "dual_channel multi_channel",
    "keyterms_prompt": "word_boost keyterms key_terms keywords vocabulary custom_vocabulary boost",
    "language_code": "language lang locale",
    "language_detection": "detect_language auto_detect_language automatic_language_detection",
    "speech_models": "speech_model model models",
    "filter_profanity": "profanity_filter",
    "disfluencies": "filler_words keep_filler_words",
    "entity_detection": "entities detect_entities",
    "sentiment_analysis": "sentiment sentiments",
    "auto_highlights": "highlights key_phrases",
    "iab_categories": "topics topic_detection",
    "content_safety": "content_moderation safety",
    "redact_pii_policies": "pii_policies policies",
    "audio_start_from": "start_ms start start_at_ms start_time",
    "audio_end_at": "end_ms end end_at_ms end_time",
    "start_at_ms": "start_ms start start_from start_at start_time offset",
    "max_characters": "max_chars max_length",
    "wait_seconds": "wait timeout timeout_seconds max_wait",
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

REPLACED: Mapping[str, str] = {
    "auto_chapters": "was replaced: call summarize, or run_task, with the finished transcript's id",
    "summarization": "was replaced: call summarize with the finished transcript's id",
    "summary_model": "was replaced: call summarize with the finished transcript's id",
    "summary_type": "was replaced: call summarize, whose answer_format says what it should look like",
    "custom_topics": "was replaced: call run_task with the finished transcript's id",
    "topics_list": "was replaced: call run_task with the finished transcript's id",
    "boost_param": "was replaced: keyterms_prompt takes terms without a weight",
    "speaker_names": "is not an argument here: call name_speakers once the transcript exists",
}
"""Arguments that the API had, and what to do instead. One that is off, such as auto_chapters=false, is ignored."""


def _inverted() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, others in _OTHERS.items():
        for other in (_plain(name), *others.split()):
            found.setdefault(other, []).append(name)
    return found


@cache
def names_for(name: str) -> Sequence[str]:
    """The arguments that a caller may mean by this name; `waitSeconds` and `Wait-Seconds` mean wait_seconds."""
    plain = _plain(name)
    return (plain, *_BY_OTHER.get(plain, ()))


def _plain(name: str) -> str:
    """The name in snake case."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\s_-]+", "_", words).strip("_").lower()


_BY_OTHER = _inverted()
