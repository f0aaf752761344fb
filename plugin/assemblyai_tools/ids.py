"""The API's ids, and the paths that they are filled into."""

import re

from assemblyai_tools.errors import InvalidArgumentsError

ID_PATTERN = r"^[A-Za-z0-9_-]{1,64}$"
"""The form of the API's ids."""

_PREVIEW = 80
"""Characters of a wrong id that an error repeats."""


def check_id(value: str) -> str:
    """Return an id that has the form of the API's; raise for anything else, as it becomes part of a path."""
    if not re.fullmatch(ID_PATTERN, value):
        raise InvalidArgumentsError(
            f"{value[:_PREVIEW]!r} is not an id: ids hold only letters, digits, '-' and '_', at most 64 of them.",
            next_step="Use the id exactly as a tool returned it.",
        )
    return value


def path(template: str, **ids: str) -> str:
    """Fill ids into a path template. No other code builds a path from outside values."""
    return template.format(**{name: check_id(value) for name, value in ids.items()})
