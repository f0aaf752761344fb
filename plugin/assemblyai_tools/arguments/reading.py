"""Reads the arguments of a call as they were meant, before they are validated.

Models and their frameworks send null for what they leave out, JSON as text, one value where a list is due, and names
from other APIs. Each of these has one right meaning, so none of them is worth a failed call.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypeAlias, cast

from pydantic import BaseModel

from assemblyai_tools.arguments.names import is_replaced_and_off, names_for, plain_name
from assemblyai_tools.arguments.values import Reader, is_absent, parsed, reader_for, says_nothing

Fields: TypeAlias = Mapping[str, Reader]
"""Each argument's reader, by the name that a caller uses."""


def read_arguments(kind: type[BaseModel], given: Any) -> Any:
    """The given mapping with known names and readable values; anything that is no mapping is returned as it is.

    What is absent is left out, under any name. A name or value that cannot be read is left for the validation, which
    reports it.
    """
    if not isinstance(given, dict | Mapping):  # a dict is quick to tell
        return given
    fields = _fields_of(kind)
    read: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for name, value in cast("Mapping[str, Any]", given).items():
        if name not in fields:
            others[name] = value
        elif not is_absent(meant := fields[name](value)):
            read[name] = meant
    for name, value in others.items():
        _add_other(name, value, fields, read)
    return read


def spread(given: Any, groups: Mapping[str, Mapping[str, str]], wrappers: Collection[str]) -> Any:
    """The mapping with the fields of some objects as arguments of their own.

    `groups` gives an argument for each field of such an object; `wrappers` are objects that hold such objects.
    """
    if not isinstance(given, Mapping):
        return given
    flat: dict[str, Any] = {}
    for name, value in cast("Mapping[str, Any]", given).items():
        group = plain_name(str(name))
        if group not in groups and group not in wrappers:
            flat[name] = value
        elif isinstance(inner := spread(parsed(value), groups, wrappers), Mapping):
            names = groups.get(group, {})
            fields = cast("Mapping[str, Any]", inner).items()
            flat |= {
                names.get(plain_name(field), field): one for field, one in fields if not says_nothing(one)
            }
        elif not says_nothing(inner):
            flat[name] = value
    return flat


def _add_other(name: str, value: Any, fields: Fields, read: dict[str, Any]) -> None:
    """Add a value that was given under another name than its argument has."""
    known = next((one for one in names_for(str(name)) if one in fields), None)
    meant = fields[known](value) if known else value
    if is_absent(meant) or (known is None and (says_nothing(value) or is_replaced_and_off(name, value))):
        return
    if known and read.get(known, meant) == meant:
        read[known] = meant
    else:  # unknown, or given twice with different values
        read[name] = value


@cache
def _fields_of(kind: type[BaseModel]) -> Fields:
    return {
        spelled: reader_for(field.annotation, field.metadata, read_arguments, required=field.is_required())
        for name, field in kind.model_fields.items()
        for spelled in {name, field.alias or name}
    }
