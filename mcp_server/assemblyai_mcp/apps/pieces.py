"""What the page shows, in pieces that fit into a message: first the lists, then the words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from assemblyai_viewer import Shown

PIECE_BYTES = 200_000
"""Bytes of JSON in a piece, about; a single thing that is longer than this comes alone."""

_LISTS = (
    "facts",
    "notes",
    "speakers",
    "turns",
    "paragraphs",
    "chapters",
    "answers",
    "highlights",
    "topics",
    "redactions",
    "entities",
    "sentiment",
)
"""The lists of a Shown, in the order in which they are sent."""

_COLUMNS = ("text", "start", "end", "confidence")


def first_piece(shown: Shown, first_item: int = 0) -> dict[str, Any]:
    """`shown`, with the items of its lists from this one on; the first piece has all the rest of it, too.

    `next_item` is where to go on, if there are more items; if not, the room that is left is for words.
    """
    fields = cast("Mapping[str, Any]", shown)
    part: dict[str, Any] = {name: [] for name in _LISTS}
    if first_item == 0:
        part |= {name: value for name, value in fields.items() if name not in (*_LISTS, "words")}
    room, at = PIECE_BYTES - _size(part), first_item
    for name, item in islice(_items(fields), first_item, None):
        size = _size(item)
        if size > room and at > first_item:
            return {"shown": part, "next_item": at}
        part[name].append(item)
        room, at = room - size, at + 1
    return {"shown": part, **words_piece(shown, room=room)}


def words_piece(shown: Shown, first_word: int = 0, *, room: int = PIECE_BYTES) -> dict[str, Any]:
    """`words` from this one on, as many as fit, but at least one."""
    given = shown["words"]
    columns = [cast("Mapping[str, Sequence[Any]]", given)[name] for name in _COLUMNS]
    rows = islice(zip(*columns, strict=True), first_word, None)
    sent: list[tuple[Any, ...]] = []
    for row in rows:
        room -= _size(row)
        if sent and room < 0:
            break
        sent.append(row)
    words = {name: [row[at] for row in sent] for at, name in enumerate(_COLUMNS)}
    return {"words": {"at": first_word, "total": given["total"], **words}}


def _items(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in _LISTS:
        for item in fields[name]:
            yield name, item


def _size(value: Any) -> int:
    """Bytes of the value in a message, with the comma after it."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()) + 1
