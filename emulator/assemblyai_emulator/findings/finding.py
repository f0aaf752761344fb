"""Something found in the words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is an entity type of the API, `indexes` are those of its words among all words, in order.

    The indexes may have gaps: someone on another channel may have said "yes" in between.
    """

    kind: str
    indexes: tuple[int, ...]
