"""The keys of a transcript for its audio intelligence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assemblyai_emulator.insights.entities import entities
from assemblyai_emulator.insights.highlights import auto_highlights_result
from assemblyai_emulator.insights.sentiment import sentiment_analysis_results
from assemblyai_emulator.wording.words import Word

_INSIGHTS: Mapping[str, tuple[str, Callable[[Sequence[Word]], Any]]] = {
    "entity_detection": ("entities", entities),
    "sentiment_analysis": ("sentiment_analysis_results", sentiment_analysis_results),
    "auto_highlights": ("auto_highlights_result", auto_highlights_result),
}
"""For each parameter, the key of its result and the function that makes it."""

PARAMETERS = tuple(_INSIGHTS)


def results(words: Sequence[Word], features: Mapping[str, Any]) -> dict[str, Any]:
    """Only the results that were requested, from the unredacted words.

    The service's documentation says that redaction covers the text and not these results, and live replies
    agree. So callers who pass the results on see here what they would pass on there.
    https://www.assemblyai.com/docs/guardrails/redact-pii-from-transcripts
    """
    return {key: find(words) for name, (key, find) in _INSIGHTS.items() if features.get(name)}
