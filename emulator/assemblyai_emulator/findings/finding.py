"""Something found in the words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is an entity type of the API, `indexes` the places of its words among all words, in order.

    They need not follow each other: on another channel somebody may have said "yes" in between.
    """

    kind: str
    indexes: tuple[int, ...]
