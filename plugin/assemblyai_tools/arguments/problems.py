"""What is wrong with a call, in one sentence for the model that made it."""

from collections.abc import Collection, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assemblyai_tools.arguments.names import REPLACED, names_for
from assemblyai_tools.schema import Schema
from assemblyai_tools.text import closest, shorten

_MOST_PROBLEMS = 5
"""Problems of one call that an error lists, so that no call provokes a long error; a corrected call shows the rest."""

_FEW_NAMES = 8
"""Names that an error lists when it suggests none: a model has the others in the tool's schema."""


def problems_of(error: ValidationError, schema: Schema, beside: Collection[str] = ()) -> str:
    """Every field that is wrong; `beside` are arguments that are taken elsewhere, such as a confirmation."""
    items = error.errors(include_url=False, include_input=False)
    problems = list(dict.fromkeys(_problem(item, schema, beside) for item in items[:_MOST_PROBLEMS]))
    if len(items) > _MOST_PROBLEMS:
        problems.append(f"and {len(items) - _MOST_PROBLEMS:,} more problems like these")
    known = [*_fields_at(schema, ()), *beside]
    if any(_is_unexplained(item, schema, beside) for item in items) and len(known) <= _FEW_NAMES:
        problems.append(f"it takes {', '.join(known)}")
    return "; ".join(problems)


def _problem(item: ErrorDetails, schema: Schema, beside: Collection[str]) -> str:
    where = shorten(".".join(str(part) for part in item["loc"]))
    if item["type"] == "extra_forbidden":
        return _unknown(where, _suggestion(item, schema, beside))
    if item["type"] == "missing":
        return f"the argument '{where}' is required"
    message = item["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{where}: {message}" if where else message


def _unknown(where: str, suggestion: str | None) -> str:
    if where in REPLACED:
        return f"{where} {REPLACED[where]}"
    hint = f" (did you mean '{suggestion}'?)" if suggestion else ""
    return f"there is no argument '{where}'{hint}"


def _is_unexplained(item: ErrorDetails, schema: Schema, beside: Collection[str]) -> bool:
    """Whether an argument is unknown, and nothing is suggested in its place."""
    unknown = item["type"] == "extra_forbidden" and len(item["loc"]) == 1
    return unknown and item["loc"][0] not in REPLACED and _suggestion(item, schema, beside) is None


def _suggestion(item: ErrorDetails, schema: Schema, beside: Collection[str]) -> str | None:
    name, known = str(item["loc"][-1]), list(_fields_at(schema, item["loc"][:-1]))
    if len(item["loc"]) == 1:
        known += beside
    return next((one for one in names_for(name) if one in known), None) or closest(name, known)


def _fields_at(schema: Schema, where: Sequence[str | int]) -> Schema:
    """The arguments that exist at a place, perhaps inside another argument."""
    for part in where:
        inner = next((one for one in schema.get("anyOf", ()) if one["type"] != "null"), schema)
        schema = inner["items"] if isinstance(part, int) else inner["properties"][part]
    found: Schema = next((one for one in schema.get("anyOf", ()) if one["type"] != "null"), schema)[
        "properties"
    ]
    return found
