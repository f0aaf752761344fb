"""LeMUR: the reasoning calls of the published specification, with the request kept until it is purged.

https://www.assemblyai.com/docs/lemur described them; the live service shut them down, the emulator serves them.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from assemblyai_tools.errors import NotFoundError
from assemblyai_tools.flow import Flow, Request, fetch, path
from assemblyai_tools.replies import LemurAnswers, LemurPurge, LemurText

M = TypeVar("M", bound=BaseModel)

_TIMEOUT = 240.0
"""Seconds: a model reads up to a hundred hours of speech first."""


def text(task: Literal["task", "summary", "action-items"], parameters: Mapping[str, Any]) -> Flow[LemurText]:
    """Run a task whose answer is text."""
    request = Request("POST", f"/lemur/v3/generate/{task}", json=parameters, timeout=_TIMEOUT)
    return (yield from _fetch(request, LemurText))


def answers(parameters: Mapping[str, Any]) -> Flow[LemurAnswers]:
    """Ask questions; the answer is a list of pairs."""
    request = Request("POST", "/lemur/v3/generate/question-answer", json=parameters, timeout=_TIMEOUT)
    return (yield from _fetch(request, LemurAnswers))


def purge(request_id: str) -> Flow[LemurPurge]:
    """Delete what was kept of a request."""
    return (
        yield from _fetch(
            Request("DELETE", path("/lemur/v3/{request_id}", request_id=request_id)), LemurPurge
        )
    )


def _fetch(request: Request, model: type[M]) -> Flow[M]:
    try:
        return (yield from fetch(request, model))
    except NotFoundError as error:
        error.next_step = (
            "This service does not offer LeMUR: AssemblyAI has shut it down. Trying again will not help; read the "
            "transcript with get_transcript and answer from it yourself."
        )
        raise
