"""What is wrong with a call, in one sentence for the model that made it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assemblyai_tools.arguments.names import names_for, replacement_of, suggestions_for
from assemblyai_tools.schema import Schema
from assemblyai_tools.text import closest, shorten

_MOST_PROBLEMS = 5
"""Problems of one call that an error lists, so that no call provokes a long error; a corrected call shows the rest."""

_FEW_NAMES = 8
"""Names that an error lists when it suggests none: a model has the others in the tool's schema."""

_UNKNOWN = "extra_forbidden"
"""The kind of error that an unknown argument is."""

_RANGE = re.compile(r"\d[\d,.]* to \d[\d,.]*(?<=\d)")
"""A range as a description says it: 0 to 900."""

_WANTED: Mapping[str, str] = {
    "bool_parsing": "give true or false",
    "bool_type": "give true or false",
    "float_parsing": "give a number",
    "float_type": "give a number",
    "greater_than_equal": "give a number of at least {ge:,}",
    "int_from_float": "give a whole number",
    "int_parsing": "give a whole number",
    "int_type": "give a whole number",
    "less_than_equal": "give a number of at most {le:,}",
    "list_type": "give a list",
    "literal_error": "give {expected}",
    "string_type": "give a text",
    "too_long": "give at most {max_length:,} items",
}
"""What to give, by the kind of error that pydantic names."""


def problems_of(error: ValidationError, schema: Schema, beside: Collection[str] = ()) -> str:
    """Every field that is wrong; `beside` are arguments that are taken elsewhere, such as a confirmation."""
    items = error.errors(include_url=False, include_input=False)
    told = items[:_MOST_PROBLEMS]
    problems = [_problem(item, schema, beside) for item in told] + _names_instead(told, schema, beside)
    if len(items) > len(told):
        problems.append(f"and {len(items) - len(told):,} more problems like these")
    return "; ".join(dict.fromkeys(problems))


def _problem(item: ErrorDetails, schema: Schema, beside: Collection[str]) -> str:
    where = _where(item)
    if item["type"] == _UNKNOWN:
        return _explained(item, schema, beside) or f"there is no argument '{where}'"
    if item["type"] == "missing":
        return f"the argument '{where}' is required"
    message = _wanted(item, schema) or item["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{where}: {message}" if where else message


def _where(item: ErrorDetails) -> str:
    return shorten(_dotted(item["loc"]))


def _dotted(place: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in place)


def _wanted(item: ErrorDetails, schema: Schema) -> str | None:
    field = _schema_at(schema, item["loc"])
    if item["type"] in ("greater_than_equal", "less_than_equal"):
        told = _RANGE.search(field.get("description", ""))
        if told:
            unit = "seconds" if str(item["loc"][-1]).endswith("_seconds") else "a number"
            return f"give {unit} from {told[0]}"
    if item["type"] == "model_type":
        return f"give an object with {', '.join(_properties(field))}"
    text = _WANTED.get(item["type"])
    return text.format(**item.get("ctx", {})) if text else None


def _explained(item: ErrorDetails, schema: Schema, beside: Collection[str]) -> str | None:
    """What to do about an unknown argument, if anything is known of its name."""
    where, name = _where(item), str(item["loc"][-1])
    known = _known_at(item["loc"][:-1], schema, beside)
    # Another name of an argument was understood, unless the call gave both.
    same = next((one for one in names_for(name) if one in known), None)
    if same:
        return f"'{where}' is another name of '{same}': give only one of them"
    if replacement := replacement_of(name):
        return f"{where} {replacement}"
    suggestion = _suggestion(item, schema, beside)
    return f"there is no argument '{where}' (did you mean '{suggestion}'?)" if suggestion else None


def _suggestion(item: ErrorDetails, schema: Schema, beside: Collection[str]) -> str | None:
    name, place = str(item["loc"][-1]), item["loc"][:-1]
    known = _known_at(place, schema, beside)
    similar = next((one for one in suggestions_for(name) if one in known), None)
    return similar or _deeper(name, _schema_at(schema, place)) or closest(name, known)


def _deeper(name: str, schema: Schema) -> str | None:
    """Where an argument of this name stands inside another one."""
    for outer, field in _properties(schema).items():
        if name in _properties(field):
            return f"{outer}.{name}"
        if found := _deeper(name, field):
            return f"{outer}.{found}"
    return None


def _names_instead(items: Iterable[ErrorDetails], schema: Schema, beside: Collection[str]) -> list[str]:
    """What each place takes where an unknown argument was given and nothing is known of its name."""
    told: list[str] = []
    for item in items:
        place = item["loc"][:-1]
        known = _known_at(place, schema, beside)
        few = item["type"] == _UNKNOWN and len(known) <= _FEW_NAMES
        if few and not _explained(item, schema, beside):
            told.append(f"{_dotted(place) or 'it'} takes {', '.join(known)}")
    return told


def _known_at(place: Sequence[str | int], schema: Schema, beside: Collection[str]) -> Sequence[str]:
    """The arguments that exist at a place, perhaps inside another argument."""
    return [*_properties(_schema_at(schema, place)), *(() if place else beside)]


def _schema_at(schema: Schema, place: Sequence[str | int]) -> Schema:
    """The schema of an argument, {} if there is none at this place."""
    for part in place:
        schema = _not_null(schema)
        inner: Any = schema.get("items") if isinstance(part, int) else _properties(schema).get(part)
        schema = inner or {}
    return schema


def _properties(schema: Schema) -> Schema:
    found: Schema = _not_null(schema).get("properties", {})
    return found


def _not_null(schema: Schema) -> Schema:
    """The schema, or the only other member of its union with null; its description is left behind."""
    return next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
