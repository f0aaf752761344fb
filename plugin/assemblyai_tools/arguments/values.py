"""Reads one value as it was meant: JSON that came as text, a lone value where a list is due, another spelling."""

import ast
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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

_ABSENT_WORDS = frozenset({"", "null", "none", "nil", "undefined", "[]", "{}"})
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

_SEPARATORS = (re.compile(r"\n"), re.compile(r";"), re.compile(r",(?!(?<=\d,)\d{3}(?!\d))"))
"""What separates the items of a list that came as one text; the first that is found does. 5,000 is one item."""

_BETWEEN_TOKENS = re.compile(r"[\s,;]+")
"""What separates items that hold no white space, such as ids."""

_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+")
"""A whole number with commas, such as 8,000."""

_LONGEST_LITERAL = 100_000
"""Characters of a text that is read as a Python literal, at most: reading takes a hundred times its memory."""


def is_absent(value: Any) -> bool:
    """Whether a value is none: null, an empty or blank text, an empty list or object."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (not value and isinstance(value, _COLLECTIONS))


def says_nothing(value: Any) -> bool:
    """Whether a value is none, or a text such as "null"."""
    return is_absent(value) or (isinstance(value, str) and value.strip().casefold() in _ABSENT_WORDS)


_COLLECTIONS = (Sequence, Mapping, AbstractSet)
"""What can be empty."""


def reader_for(annotation: Any, metadata: Sequence[Any], read_model: ReadModel, *, required: bool) -> Reader:
    """The reader for a field of this type. `metadata` is what its annotation holds beside the type.

    Texts such as "null" stand for nothing, except in a required text or list of texts, where they can be meant.
    """
    kind, marks = unwrapped(annotation, metadata)
    read = _reader_of(kind, read_model)
    return read if required and _takes_any_text(kind, marks) else _or_nothing(read)


def unwrapped(annotation: Any, metadata: Sequence[Any] = ()) -> tuple[Any, Sequence[Any]]:
    """The type without "or None" and without Annotated, and the marks that stood beside it."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return unwrapped(inner, [*metadata, *marks])
    if get_origin(annotation) in (Union, UnionType):
        others = [one for one in get_args(annotation) if one is not NoneType]
        if str in others and not any(map(_is_list, others)):  # only a program can give the other types
            return str, metadata
        return unwrapped(others[0], metadata) if len(others) == 1 else (annotation, metadata)
    return annotation, metadata


def _takes_any_text(kind: Any, marks: Sequence[Any]) -> bool:
    if _is_list(kind):
        return _takes_any_text(*unwrapped(get_args(kind)[0]))
    return kind is str and TOKEN not in marks


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in (list, Sequence)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _reader_of(kind: Any, read_model: ReadModel) -> Reader:
    if _is_list(kind):
        return _list_reader(get_args(kind)[0], read_model)
    if _is_model(kind):
        return lambda value: read_model(kind, parsed(_lone(value)))
    if get_origin(kind) is Literal:
        return _choice_reader(get_args(kind))
    if kind in (bool, int, float):
        return _plain
    return _lone if kind is str else _as_it_is


def _or_nothing(read: Reader) -> Reader:
    def read_or_nothing(value: Any) -> Any:
        if isinstance(value, str) and value.strip().casefold() in _ABSENT_WORDS:
            return None
        return read(value)

    return read_or_nothing


def _as_it_is(value: Any) -> Any:
    return value


def _lone(value: Any) -> Any:
    """The item of a list of one, where no list is due."""
    if isinstance(value, list | tuple):
        items = cast("Sequence[Any]", value)
        return items[0] if len(items) == 1 else items
    return value


def _plain(value: Any) -> Any:
    """A number or a truth value, without what surrounds it in a text."""
    one = _lone(value)
    if not isinstance(one, str):
        return one
    text = one.strip()
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _choice_reader(allowed: Sequence[Any]) -> Reader:
    def read(value: Any) -> Any:
        one = _lone(value)
        return _choice(one, allowed) if isinstance(one, str) and one not in allowed else one

    return read


def _choice(value: str, allowed: Sequence[Any]) -> Any:
    """The allowed value that is meant, in any case and with the usual other words."""
    plain = snake_case(value).lstrip(".")
    likely = (plain, f"{plain}s", plain.removesuffix("s"), _SAME_VALUE.get(plain))
    return next((one for one in likely if one in allowed), value)


def snake_case(text: str) -> str:
    """The text as the API writes its names: `Person-Name` and `person name` become person_name."""
    return re.sub(r"[\s_-]+", "_", text.strip()).casefold()


def _list_reader(item: Any, read_model: ReadModel) -> Reader:
    kind, marks = unwrapped(item)
    read_item = reader_for(item, (), read_model, required=True)
    split = _splitter(kind, marks)

    def read(value: Any) -> Any:
        several = _several(value, split)
        if not isinstance(several, list):
            return several
        items = [read_item(one) for one in cast("Sequence[Any]", several)]
        if kind is str:
            items = [_as_text(one) for one in items]
        return [one for one in items if not is_absent(one)]

    return read


def _several(value: Any, split: Callable[[str], Sequence[str]]) -> Any:
    """The list that is meant; what cannot be one as it is."""
    if isinstance(value, list):  # as most calls give it
        return cast("Sequence[Any]", value)
    given = parsed(value)
    if isinstance(given, str):
        return list(split(given))
    if isinstance(given, Mapping | BaseModel | int | float):
        return [given]
    return list(cast("Iterable[Any]", given)) if isinstance(given, Sequence | AbstractSet) else given


def _splitter(kind: Any, marks: Sequence[Any]) -> Callable[[str], Sequence[str]]:
    """Divides a text into the items of a list. What is a text of several words is a list of one."""
    if _is_model(kind):
        return lambda text: [text]
    if TOKEN in marks:
        return lambda text: _BETWEEN_TOKENS.split(text.strip())
    return _divided


def _divided(text: str) -> Sequence[str]:
    between = next((one for one in _SEPARATORS if one.search(text)), None)
    return [part.strip() for part in between.split(text)] if between else [text.strip()]


def _as_text(value: Any) -> Any:
    """A number as text: 2026 may be a word to search for."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def parsed(value: Any) -> Any:
    """A list or an object that came as text; models write Python's form as well as JSON, and quote either again."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text[:1] == '"' and text[-1:] == '"':
        text = str(_loaded(text, text)).strip()
    return _loaded(text, value) if text[:1] in ("[", "{") else value


def _loaded(text: str, otherwise: str) -> Any:
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            if len(text) > _LONGEST_LITERAL:
                break
    return otherwise
