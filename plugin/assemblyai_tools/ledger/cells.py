"""Reads the cells of the ledger's table, which a damaged or foreign file may have filled with anything."""

import json
from collections.abc import Sequence
from typing import Any, cast

from assemblyai_tools.ledger_steps import Known

KNOWN = "transcript_id, state, name, audio_duration, language_code, first_words"
"""The columns that `known_of` takes, in their order."""


def known_of(row: Sequence[Any]) -> Known:
    """A row as it should be; a damaged cell counts as empty."""
    transcript_id, state, name, seconds, language, words = row
    return Known(
        str(transcript_id),
        str(state),
        name=name if isinstance(name, str) else None,
        audio_duration=seconds if isinstance(seconds, int | float) else None,
        language_code=language if isinstance(language, str) else None,
        first_words=words if isinstance(words, str) else None,
    )


def names_in(cell: Any) -> dict[str, str]:
    """The names in a cell; none if it is damaged."""
    try:
        loaded: Any = json.loads(cell or "{}")
    except (TypeError, ValueError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    names = cast("dict[str, object]", loaded).items()
    return {label: name for label, name in names if isinstance(name, str)}
