"""The caveats of features that use patterns, word lists and statistics instead of a model."""

from collections.abc import Mapping, Sequence
from typing import Any

from assemblyai_emulator.findings import finders
from assemblyai_emulator.insights import results as insights
from assemblyai_emulator.parameters import redaction

_CAVEATS: Mapping[str, str] = {
    "redact_pii": "personal data was looked for by pattern. What the speech model misheard and "
    "what fits no pattern is still there: do not take the result for safe to share",
    "redact_pii_audio": "only the sound of words that were found is covered, with a tenth of a second on each side",
    "entity_detection": f"only these types are looked for, by pattern: {', '.join(finders.KINDS)}",
    "sentiment_analysis": "each sentence is judged by a list of words (VADER), which knows no context",
    "auto_highlights": "phrases are chosen by statistics (C-value), which do not know what they mean",
}


def warnings(given: Mapping[str, Any]) -> list[str]:
    """One sentence for each requested feature, and for each requested policy, that has a caveat. The worst first."""
    caveats = [f"{name}: {caveat}." for name, caveat in _CAVEATS.items() if given.get(name)]
    return [*redaction.warnings(given), *caveats, *redaction_warnings(given, insights.PARAMETERS)]


def redaction_warnings(given: Mapping[str, Any], not_redacted: Sequence[str]) -> list[str]:
    """How each requested policy works, and which requested features of `not_redacted` stay unredacted."""
    if not given.get("redact_pii"):
        return []
    policies: list[str] = given.get("redact_pii_policies") or []
    caveats = [
        f"redact_pii_policies {policy}: {finders.RULES[policy]}."
        for policy in policies
        if policy in finders.RULES
    ]
    results = [name for name in not_redacted if given.get(name)]
    if results:
        caveats.append(
            f"redact_pii covers text, words and utterances, and what is read from them. As on the service, the "
            f"results of {', '.join(results)} are not redacted."
        )
    return caveats
