"""Names that someone else wrote, in a sentence of ours: never long, and with the one that was probably meant."""

from collections.abc import Iterable

_LONGEST = 80
_LONGEST_COMPARED = 64
"""Characters of a name up to which it can be a slip of one of ours; comparing longer ones only takes time."""


def shortened(name: str) -> str:
    """The name, or its beginning with a mark."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like this one, if any is."""
    if len(name) > _LONGEST_COMPARED:
        return None
    import difflib  # noqa: PLC0415 - only for a mistake, which most programs never make

    return next(iter(difflib.get_close_matches(name, list(known), n=1)), None)
