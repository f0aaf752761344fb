"""A person approves what an agent wants to delete, and sees what it is: its length and its first words."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from langchain_core.messages import AIMessage, ToolCall

from assemblyai_tools.errors import AssemblyAIError, ConfigurationError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.toolkit import AssemblyAIToolkit
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.operations.selection import ALL_OPERATIONS

_log = logging.getLogger(__name__)

_questions: ContextVar[Mapping[str | None, str]] = ContextVar("questions")
"""The questions of the calls that are being asked about, by the calls' ids."""


def approval_middleware(
    toolkit: AssemblyAIToolkit, interrupt_on: Mapping[str, Any] | None = None, **options: Any
) -> Any:
    """LangChain's HumanInTheLoopMiddleware for the tools that delete something, with a question a person can answer.

    The interrupt's `description` says what the call would delete: the length and the first words of a transcript. It is
    looked up with the toolkit's clients, for the account of the call, without blocking an event loop. If that fails, it
    says so. `interrupt_on` adds other tools or changes what may be decided about these, and `options` are
    HumanInTheLoopMiddleware's own. The agent needs a checkpointer.

    Raises a ConfigurationError if the package `langchain` is not installed.
    """
    middleware = _middleware_class()
    return middleware(_Questions(toolkit.clients), interrupt_on or {}, options)


class _Questions:
    """Makes the questions to a person, with the toolkit's clients."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self.operations = {one.name: one for one in ALL_OPERATIONS if one.hints.destructive}

    def ask(self, calls: Sequence[ToolCall]) -> dict[str | None, str]:
        """The question of each call by its id, blocking."""
        return {call["id"]: self._question(call, self._found(call)) for call in calls}

    async def aask(self, calls: Sequence[ToolCall]) -> dict[str | None, str]:
        """The same on asyncio."""
        found = await asyncio.gather(*map(self._afound, calls))
        return {call["id"]: self._question(call, one) for call, one in zip(calls, found, strict=True)}

    def _found(self, call: ToolCall) -> str:
        try:
            return _told(self._clients.run(self._look_up(call)))
        except Exception as error:  # noqa: BLE001 - the person must be asked in any case
            return _not_found(error)

    async def _afound(self, call: ToolCall) -> str:
        try:
            return _told(await self._clients.arun(self._look_up(call)))
        except Exception as error:  # noqa: BLE001 - see above
            return _not_found(error)

    def _look_up(self, call: ToolCall) -> Flow[str | None]:
        operation = self.operations[call["name"]]
        return operation.described(operation.validated(call["args"]))

    def _question(self, call: ToolCall, found: str) -> str:
        given = [f"{name}={value}" for name, value in call["args"].items()]
        facts = ", ".join([*given, *([found] if found else [])])
        return f"{self.operations[call['name']].title} ({facts})? This cannot be undone."


def _told(found: str | None) -> str:
    return "deleted already" if found is None else found


def _not_found(error: Exception) -> str:
    """What the question says if the look-up failed."""
    if isinstance(error, AssemblyAIError):
        return f"what it holds could not be looked up: {error.message.rstrip('.')}"
    _log.error("Looking up what is to be deleted failed because of a bug", exc_info=error)
    return "what it holds could not be looked up because of a bug; the log has the details"


@contextmanager
def _asking(questions: Mapping[str | None, str]) -> Generator[None]:
    token = _questions.set(questions)
    try:
        yield
    finally:
        _questions.reset(token)


def _with_questions(names: Collection[str], interrupt_on: Mapping[str, Any]) -> dict[str, Any]:
    """What the middleware is to interrupt, with our question for each of our tools."""
    wanted = {**dict.fromkeys(names, True), **interrupt_on}
    return {**wanted, **{name: _with_question(wanted[name]) for name in names}}


def _with_question(given: bool | Mapping[str, Any]) -> Any:
    """How one of our tools is asked about: with our question, unless another was given."""
    if given is True:
        given = {"allowed_decisions": ["approve", "edit", "reject", "respond"]}
    return {"description": _described, **given} if given else False


def _described(call: ToolCall, _state: Any, _runtime: Any) -> str:
    """The description for the middleware. It is called on the event loop, so it only looks at what was prepared."""
    return _questions.get()[call["id"]]


def _last_calls(state: Mapping[str, Any]) -> list[ToolCall]:
    """The calls that the model made last."""
    said = next((one for one in reversed(state["messages"]) if isinstance(one, AIMessage)), None)
    return list(said.tool_calls) if said else []


@cache
def _middleware_class() -> type[Any]:
    """The middleware, on top of LangChain's."""
    if not is_installed("langchain"):  # only the core of LangChain is a dependency of these tools
        raise ConfigurationError(
            "approval_middleware needs the package langchain, which is not installed.",
            next_step="Install it: pip install langchain.",
        )
    from langchain.agents.middleware import HumanInTheLoopMiddleware  # noqa: PLC0415

    class AssemblyAIApproval(HumanInTheLoopMiddleware[Any, Any, Any]):
        """Looks up what a call would delete, then lets HumanInTheLoopMiddleware ask."""

        def __init__(
            self, questions: _Questions, interrupt_on: Mapping[str, Any], options: Mapping[str, Any]
        ) -> None:
            super().__init__(_with_questions(questions.operations, interrupt_on), **options)
            self._questions = questions

        def after_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
            calls = _concerned(self, _last_calls(state), "batched")
            with _asking(self._questions.ask(calls)):
                return super().after_model(state, runtime)

        async def aafter_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
            calls = _concerned(self, _last_calls(state), "batched")
            with _asking(await self._questions.aask(calls)):
                return super().after_model(state, runtime)  # LangChain's own async variant calls this class's

        def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
            calls = _concerned(self, [request.tool_call], "per_call")
            with _asking(self._questions.ask(calls)):
                return super().wrap_tool_call(request, handler)

        async def awrap_tool_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
            calls = _concerned(self, [request.tool_call], "per_call")
            with _asking(await self._questions.aask(calls)):
                return await super().awrap_tool_call(request, handler)

    return AssemblyAIApproval


def _concerned(middleware: Any, calls: Iterable[ToolCall], mode: str) -> list[ToolCall]:
    """The calls whose question is asked at this place."""
    asked = middleware.interrupt_on.items()
    described = [name for name, config in asked if config.get("description") is _described]
    return [one for one in calls if middleware.interrupt_mode == mode and one["name"] in described]
