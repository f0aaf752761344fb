"""What every error has beside its reason: the id of the transcript concerned, if it is known."""

import json
import re
from typing import Any, cast

from assemblyai_tools.flow import Reply, Request, Step
from assemblyai_tools.ids import ID_PATTERN

_CREATION = ("POST", "/v2/transcript")
"""The request that creates a transcript."""

_ROUTE = re.compile(r"/v2/transcript/([A-Za-z0-9_-]{1,64})(?:/.*)?")
"""The routes of one transcript."""


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
