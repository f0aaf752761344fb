"""A message of the service without the values that cannot be read, so that one odd field does not cost the others."""

from collections.abc import Mapping
from copy import deepcopy
from functools import reduce
from typing import Any

from pydantic import ValidationError

_FRACTION = "int_from_float"
"""Pydantic's name for a whole number that came with a fraction."""

_MISSING = "missing"
"""Pydantic's name for a required value that is not there."""


def mended(data: Mapping[str, Any], error: ValidationError) -> dict[str, Any]:
    """The message with fractions rounded where whole numbers belong, and without what else is wrong.

    Items of a list that lack something are left out.
    """
    body = deepcopy(dict(data))
    wrong = set[tuple[int | str, ...]]()
    for problem in error.errors(include_url=False):
        path = problem["loc"]
        if problem["type"] == _FRACTION:
            holder = _at(body, path[:-1])
            holder[path[-1]] = round(holder[path[-1]])
        elif problem["type"] == _MISSING:
            items = [path[:end] for end in range(1, len(path)) if isinstance(path[end - 1], int)]
            wrong.update(items[-1:])
        else:
            wrong.add(path)
    # From the end, so that an index still means what it meant.
    for path in sorted(wrong, reverse=True):
        del _at(body, path[:-1])[path[-1]]
    return body


def _at(body: Any, path: tuple[int | str, ...]) -> Any:
    return reduce(lambda holder, step: holder[step], path, body)
