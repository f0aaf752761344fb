"""The keys of a transcript that hold what was found in its words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assemblyai_emulator.insights.entities import entities
from assemblyai_emulator.insights.highlights import auto_highlights_result
from assemblyai_emulator.insights.sentiment import sentiment_analysis_results
from assemblyai_emulator.wording.words import Word

# By the parameter that asks for it: the key of the result, and who makes it.
_INSIGHTS: Mapping[str, tuple[str, Callable[[Sequence[Word]], Any]]] = {
    "entity_detection": ("entities", entities),
    "sentiment_analysis": ("sentiment_analysis_results", sentiment_analysis_results),
    "auto_highlights": ("auto_highlights_result", auto_highlights_result),
}
ASKED_BY = tuple(_INSIGHTS)


def results(words: Sequence[Word], features: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was asked for. The words are the unredacted ones.

    The service's documentation says that redaction covers the text and not these results, and live replies
    agree: who passes them on must see here what would be passed on there.
    https://www.assemblyai.com/docs/guardrails/redact-pii-from-transcripts
    """
    return {key: find(words) for name, (key, find) in _INSIGHTS.items() if features.get(name)}
