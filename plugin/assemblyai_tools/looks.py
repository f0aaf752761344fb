"""Flows that only read the current state, for a caller that looks again later."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Await, Flow, Request, Step

T = TypeVar("T")

_BRIEF_SECONDS = 5.0
"""The retry budget of each request of a brief flow."""


@dataclass(frozen=True, slots=True)
class Glance(Await):
    """An Await that ends as soon as any status of the transcript is known. It has the same limit of time."""


def at_first_sight(flow: Flow[T]) -> Flow[T]:
    """The flow, but it does not wait until a transcript has ended. Its other waits stay as they are."""
    return _changed(flow, _at_first_sight)


def _at_first_sight(step: Step) -> Step:
    return (
        Glance(step.transcript_id, step.seconds, step.fresh, step.webhook)
        if isinstance(step, Await)
        else step
    )


def briefly(flow: Flow[T]) -> Flow[T]:
    """The flow, but a request that fails is tried again for five seconds only."""
    return _changed(
        flow, lambda step: replace(step, retry_for=_BRIEF_SECONDS) if isinstance(step, Request) else step
    )


def _changed(flow: Flow[T], change: Callable[[Step], Step]) -> Flow[T]:
    """The flow with each of its steps changed."""
    try:
        step = next(flow)
        while True:
            try:
                reply = yield change(step)
            except AssemblyAIError as error:
                step = flow.throw(error)
            else:
                step = flow.send(reply)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        flow.close()
