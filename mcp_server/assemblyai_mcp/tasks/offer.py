"""Whether the call at work may be answered with a task, and the task that it became."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from assemblyai_mcp.tasks.states import State

TASKS = "io.modelcontextprotocol/tasks"
"""The extension's identifier."""

# One call is handled in one context, so that calls at the same time do not see each other's.
_offer: ContextVar["Offer | None"] = ContextVar("task_offer", default=None)


@dataclass(frozen=True, slots=True)
class Begun:
    """Work that goes on after its call, and how it stands."""

    kind: str
    work: dict[str, Any]
    state: State


@dataclass(slots=True)
class Offer:
    """A call whose client takes a task for an answer."""

    begun: Begun | None = None


def takes_tasks(ctx: ServerRequestContext[Any, Any]) -> bool:
    """Whether this request declares the extension. Older protocol revisions have no such tasks."""
    capabilities = ctx.session.client_capabilities
    extensions = capabilities.extensions if capabilities else None
    return ctx.protocol_version in MODERN_PROTOCOL_VERSIONS and TASKS in (extensions or {})


@contextmanager
def offering() -> Generator[Offer]:
    """While this lasts, the tool that is called may begin a task."""
    offer = Offer()
    token = _offer.set(offer)
    try:
        yield offer
    finally:
        _offer.reset(token)


def may_begin() -> bool:
    """Whether the call at work may become a task."""
    return _offer.get() is not None


def begin(kind: str, work: dict[str, Any], state: State) -> None:
    """Answer the call at work with a task in place of what the tool returns.

    The work must already be stored where it lasts: at the service, or in the work itself.
    """
    offer = _offer.get()
    if offer is not None:
        offer.begun = Begun(kind, work, state)
