"""Entity detection by patterns."""

from collections.abc import Sequence
from typing import Any

from assemblyai_emulator.findings import finders
from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.wording.phrases import edges
from assemblyai_emulator.wording.words import Word, joined

_TYPES = {"location_zip": "location"}
"""Kinds that the API has as redaction policies but not as entity types: its entities call every place a location."""


def entities(words: Sequence[Word]) -> list[dict[str, Any]]:
    """The `entities` of a transcript, in time order; times in milliseconds.

    https://www.assemblyai.com/docs/speech-understanding/entity-detection
    """
    findings = finders.without_overlaps(finders.find(words))
    rows = [_entity(words, finding) for finding in findings]
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _entity(words: Sequence[Word], finding: Finding) -> dict[str, Any]:
    said = [words[index] for index in finding.indexes]
    before, after = edges(said[0].text)[0], edges(said[-1].text)[1]
    return {
        "entity_type": _TYPES.get(finding.kind, finding.kind),
        "text": joined(said).removeprefix(before).removesuffix(after),
        "start": said[0].start,
        "end": said[-1].end,
    }
