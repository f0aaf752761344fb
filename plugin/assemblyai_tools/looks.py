"""Flows that only look how something stands, for a caller that comes back and looks again."""

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
    """An Await that ends as soon as anything is known of the transcript, which may take as long as an Await may."""


def at_first_sight(flow: Flow[T]) -> Flow[T]:
    """The flow, but it does not wait for the end of a transcript; all else that it waits for stays as it is."""
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
