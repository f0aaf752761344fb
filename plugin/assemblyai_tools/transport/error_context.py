"""What every error has beside its reason: the id of the transcript concerned, if it is known, and no secret."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import ID_PATTERN, Reply, Request, Step
from assemblyai_tools.transport.key_masking import KeyMask

_CREATION = ("POST", "/v2/transcript")
"""The request that creates a transcript."""

_ROUTE = re.compile(r"/v2/transcript/([A-Za-z0-9_-]{1,64})(?:/.*)?")
"""The routes of one transcript."""

_TEXTS = ("message", "next_step", "upload_url", "request_id")
"""The attributes of an AssemblyAIError that may repeat what the service said."""


def transcript_of(step: Step) -> str | None:
    """The id of the transcript that a step is about, if it is about one."""
    if isinstance(step, Request):
        route = _ROUTE.fullmatch(step.path)
        return route[1] if route else None
    found: str | None = getattr(step, "transcript_id", None)
    return found


def created_in(step: Step, reply: Any) -> str | None:
    """The id of the transcript that a step has created, as far as its reply can be read."""
    if not isinstance(step, Request) or (step.method, step.path) != _CREATION:
        return None
    try:
        found = json.loads(cast("Reply", reply).body)["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if isinstance(found, str) and re.fullmatch(ID_PATTERN, found) else None


def hide_secrets(error: Exception, mask: KeyMask) -> None:
    """Mask secrets in an error, in its notes, and in the errors that led to it: a traceback shows them all."""
    chain = list(_chain(error))
    for one in chain:
        one.args = tuple(mask(arg) if isinstance(arg, str) else arg for arg in one.args)
        notes: list[str] = getattr(one, "__notes__", [])
        notes[:] = [mask(note) for note in notes]
        if isinstance(one, AssemblyAIError):
            for name in _TEXTS:
                text: str | None = getattr(one, name)
                setattr(one, name, text and mask(text))
    for one in chain:
        # Of some errors the text is not in the arguments, such as pydantic's.
        if any(mask(text) != text for text in map(str, _led_to(one))):
            one.__cause__ = one.__context__ = None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those that led to it."""
    left, seen = [error], set[int]()
    while left:
        one = left.pop()
        if id(one) not in seen:
            seen.add(id(one))
            left += _led_to(one)
            yield one


def _led_to(error: BaseException) -> list[BaseException]:
    return [one for one in (error.__cause__, error.__context__) if one is not None]
