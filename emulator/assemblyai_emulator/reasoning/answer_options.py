"""Which of a question's answer options a model's text is."""

import re
from collections.abc import Sequence

# What models put around an option: emphasis, quotation marks, a list's dash, a full stop.
_ORNAMENT = " \t\n*_`\"'.:;-\u2022\u2018\u2019\u201c\u201d"
_LABEL = re.compile(r"(?:the )?(?:answer|option)(?: is)?\b[:\s]*", re.IGNORECASE)


def chosen_option(text: str, options: Sequence[str]) -> str | None:
    """The option that the text is, as it was offered; None when it is more, less or something else.

    An option that is merely mentioned was not chosen: "not yes" mentions one.
    """
    said = text.strip()
    unlabelled = _LABEL.sub("", said, count=1)
    for written in (str.strip, _plain):
        offered = [written(option) for option in options]
        for form in (written(said), written(unlabelled)):
            # Options that only an ornament tells apart, "1" and "-1", must be met exactly.
            if form and offered.count(form) == 1:
                return options[offered.index(form)]
    return None


def none_chosen(text: str, options: Sequence[str]) -> str:
    """The answer where a model kept to no option."""
    return f"The language model chose none of the answer options ({'; '.join(options)}). It said: {text}"


def _plain(text: str) -> str:
    return " ".join(text.strip(_ORNAMENT).casefold().split())
