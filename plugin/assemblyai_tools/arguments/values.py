"""Reads one value as it was meant: JSON that came as text, a lone value where a list is due, another spelling."""

import ast
import json
import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, cast, get_args, get_origin

from pydantic import BaseModel

Reader: TypeAlias = Callable[[Any], Any]
"""Takes a value from outside and returns what was meant, or the value itself if that is unclear."""

ReadModel: TypeAlias = Callable[[type[BaseModel], Any], Any]
"""Reads the arguments inside an argument."""

TOKEN = object()
"""Marks the type of a text without white space, such as an id: several in one text are separated by anything."""

_ABSENT_WORDS = frozenset({"", "null", "none", "nil", "undefined"})
"""Texts that mean that there is no value, where the value is not a text of its own."""

_SAME_VALUE: Mapping[str, str] = {
    "webvtt": "vtt",
    "subrip": "srt",
    "done": "completed",
    "complete": "completed",
    "finished": "completed",
    "success": "completed",
    "failed": "error",
    "failure": "error",
    "running": "processing",
    "in_progress": "processing",
    "pending": "queued",
    "waiting": "queued",
    "transcript": "text",
    "full_text": "text",
    "speakers": "utterances",
    "turns": "utterances",
    "sentiments": "sentiment",
    "sentiment_analysis": "sentiment",
    "entity_detection": "entities",
    "auto_highlights": "highlights",
    "key_phrases": "highlights",
    "iab_categories": "topics",
    "content_safety": "safety",
    "auto_chapters": "chapters",
    "translation": "translations",
}
"""Other words for a value of an enumeration; each counts only where that value is one of the allowed."""

_BETWEEN_TERMS = re.compile(r"[,;]\s+|[;\n]")
"""What separates the terms of a list that came as one text. A comma inside a number does not."""

_BETWEEN_TOKENS = re.compile(r"[\s,;]+")
"""What separates values that hold no white space, such as ids."""


def is_absent(value: Any) -> bool:
    """Whether a value is none: null, an empty or blank text, an empty list or object."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, Mapping | Sequence | AbstractSet) and not value)


def reader_for(annotation: Any, metadata: Sequence[Any], read_model: ReadModel) -> Reader:
    """The reader for a field of this type. `metadata` is what its annotation holds beside the type."""
    kind = _without_null(annotation)
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        return reader_for(inner, [*metadata, *marks], read_model)
    if get_origin(kind) is Literal:
        return _choice_reader(get_args(kind))
    if get_origin(kind) in (list, Sequence):
        return _list_reader(get_args(kind)[0], read_model)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return lambda value: read_model(kind, _parsed(value))
    return _read_plain if kind in (bool, int, float) else _read_nothing


def _without_null(annotation: Any) -> Any:
    """The type without "or None"."""
    if get_origin(annotation) in (Union, UnionType):
        others = [one for one in get_args(annotation) if one is not NoneType]
        return others[0] if len(others) == 1 else annotation
    return annotation


def _read_nothing(value: Any) -> Any:
    return value


def _read_plain(value: Any) -> Any:
    """A number or a truth value; what says that there is none becomes null."""
    return None if isinstance(value, str) and value.strip().casefold() in _ABSENT_WORDS else value


def _choice_reader(allowed: Sequence[Any]) -> Reader:
    def read(value: Any) -> Any:
        return _choice(value, allowed) if isinstance(value, str) else value

    return read


def _choice(value: str, allowed: Sequence[Any]) -> Any:
    """The allowed value that is meant, in any case and with the usual other words."""
    plain = re.sub(r"[\s-]+", "_", value.strip().casefold()).lstrip(".")
    for meant in (plain, f"{plain}s", plain.removesuffix("s"), _SAME_VALUE.get(plain)):
        if meant in allowed:
            return meant
    return None if plain in _ABSENT_WORDS else value


def _list_reader(item: Any, read_model: ReadModel) -> Reader:
    read_item = reader_for(item, (), read_model)
    holds_models = _is_model(item)
    between = _BETWEEN_TOKENS if _is_token(item) else None if holds_models else _BETWEEN_TERMS

    def read(value: Any) -> Any:
        several = _parsed(value)
        if isinstance(several, str):
            several = between.split(several.strip()) if between else [several]
        elif isinstance(several, Mapping | BaseModel):
            several = [several]
        if not isinstance(several, Sequence | AbstractSet):
            return [several] if isinstance(several, int | float) else several
        items = (read_item(one) for one in cast("Sequence[Any]", several))
        return [one for one in items if not is_absent(one)]

    return read


def _is_model(item: Any) -> bool:
    kind = get_args(item)[0] if get_origin(item) is Annotated else item
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_token(item: Any) -> bool:
    return get_origin(item) is Literal or TOKEN in getattr(item, "__metadata__", ())


def _parsed(value: Any) -> Any:
    """A list or an object that came as text; models write Python's form as well as JSON."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text.casefold() in _ABSENT_WORDS:
        return None
    if text[:1] not in ("[", "{"):
        return value
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    return value
