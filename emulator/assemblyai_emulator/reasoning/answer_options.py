"""Matches a model's text to one of a question's answer options."""

import re
from collections.abc import Sequence

_DECORATION = " \t\n*_`\"'.:;-\u2022\u2018\u2019\u201c\u201d"
"""Characters that models put around an option: emphasis, quotation marks, a list marker, a full stop."""

_LABEL = re.compile(r"(?:the )?(?:answer|option)(?: is)?\b[:\s]*", re.IGNORECASE)


def chosen_option(text: str, options: Sequence[str]) -> str | None:
    """The option that is the whole text, as it was offered; None if the text is anything else.

    A mention does not count as a choice: "not yes" only mentions "yes".
    """
    stripped = text.strip()
    unlabelled = _LABEL.sub("", stripped, count=1)
    for normalize in (str.strip, _plain):
        offered = [normalize(option) for option in options]
        for candidate in (normalize(stripped), normalize(unlabelled)):
            # Options that differ only in decoration ("1" and "-1") must match exactly.
            if candidate and offered.count(candidate) == 1:
                return options[offered.index(candidate)]
    return None


def none_chosen(text: str, options: Sequence[str]) -> str:
    """The answer if the model chose none of the options."""
    return f"The language model chose none of the answer options ({'; '.join(options)}). It said: {text}"


def _plain(text: str) -> str:
    return " ".join(text.strip(_DECORATION).casefold().split())
