"""What a reader is told of who speaks: a name, or the service's label."""

import re
from collections.abc import Mapping

from assemblyai_tools.text import flat

_LABEL = re.compile(r"[A-Z]{1,2}|[0-9]{1,2}[A-Z]?")
"""How the service labels speakers and channels. Another label is a name that the service was given, or found."""


def is_label(speaker: str) -> bool:
    """Whether it is one of the service's labels, such as A or 1, and no name."""
    return _LABEL.fullmatch(speaker) is not None


def shown_speaker(label: str, names: Mapping[str, str]) -> str:
    """The name of a speaker, or "Speaker A" for one without a name."""
    return flat(names.get(label) or (f"Speaker {label}" if is_label(label) else label))
