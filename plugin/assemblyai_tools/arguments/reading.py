"""Reads the arguments of a call as they were meant, before they are validated.

Models and their frameworks send null for what they leave out, JSON as text, one value where a list is due, and names
from other APIs. Each of these has one right meaning, so none of them is worth a failed call.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias, cast

from pydantic import BaseModel

from assemblyai_tools.arguments.names import REPLACED, names_for
from assemblyai_tools.arguments.values import Reader, is_absent, reader_for

Fields: TypeAlias = Mapping[str, Reader]
"""Each argument's reader, by the name that a caller uses."""


def read_arguments(kind: type[BaseModel], given: Any) -> Any:
    """The given mapping with known names and readable values; anything that is no mapping is returned as it is.

    What is absent is left out, and so is null under any name. A name or value that cannot be read is left for the
    validation, which reports it.
    """
    if not isinstance(given, Mapping):
        return given
    fields = _fields_of(kind)
    read: dict[str, Any] = {}
    for name, value in given.items():
        known = _known_name(name, fields, given)
        if known is None:
            if value is not None and not (name in REPLACED and not value):
                read[name] = value
            continue
        meant = fields[known](value)
        if not is_absent(meant):
            read[known] = meant
    return read


def _known_name(name: Any, fields: Fields, given: Mapping[Any, Any]) -> str | None:
    """The argument that is meant, unless it is given under its own name as well."""
    if name in fields:
        return cast("str", name)
    return next((one for one in names_for(str(name)) if one in fields and one not in given), None)


@cache
def _fields_of(kind: type[BaseModel]) -> Fields:
    return {
        spelled: reader_for(field.annotation, field.metadata, read_arguments)
        for name, field in kind.model_fields.items()
        for spelled in {name, field.alias or name}
    }
