"""One operation as a typed step of a chain."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig

from assemblyai_tools.errors import AssemblyAIError, ConfigurationError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.portable import Portable
from assemblyai_tools.langchain.progress import AsyncProgressReporter, ProgressReporter
from assemblyai_tools.operation import AnyOperation, Operation, Result
from assemblyai_tools.operations import catalogue
from assemblyai_tools.waiting.progress import ProgressCallback

I = TypeVar("I")  # noqa: E741 - the step's input
R = TypeVar("R", bound=Result)


class Step(Portable, Runnable[I, R], Generic[I, R]):
    """Runs one operation on an input and returns its typed result. Raises an AssemblyAIError."""

    def __init__(
        self,
        operation: Operation[Any, R],
        arguments: Callable[[I], Mapping[str, Any]],
        clients: Clients,
        on_progress: ProgressCallback,
    ) -> None:
        self.name = operation.name
        self._operation = operation
        self._arguments = arguments
        self._clients = clients
        self._on_progress = on_progress

    @property
    def InputType(self) -> Any:  # noqa: N802 - LangChain's name
        return Any

    @property
    def OutputType(self) -> type[R]:  # noqa: N802 - LangChain's name
        return self._operation.result

    def invoke(self, input: I, config: RunnableConfig | None = None, **_: Any) -> R:  # noqa: A002 - LangChain's name
        return self._call_with_config(self._run, input, config)

    async def ainvoke(self, input: I, config: RunnableConfig | None = None, **_: Any) -> R:  # noqa: A002
        return await self._acall_with_config(self._arun, input, config)

    def _run(self, given: I) -> R:
        arguments = self._arguments(given)
        report = ProgressReporter(self._operation.name, self._on_progress)
        with _with_transcript_id(arguments):
            return self._clients.run(self._operation.start(arguments), on_progress=report)

    async def _arun(self, given: I) -> R:
        arguments = self._arguments(given)
        with _with_transcript_id(arguments):
            flow: Flow[R] = await self._clients.astart(self._operation, arguments)
            async with AsyncProgressReporter(self._operation.name, self._on_progress) as report:
                return await self._clients.arun(flow, on_progress=report)

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_operation": _ByName(self._operation)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update({**state, "_operation": state["_operation"].operation})


@dataclass(frozen=True, slots=True)
class _ByName:
    """An operation of the catalogue, which is pickled as its name: it holds functions that cannot be pickled."""

    operation: AnyOperation

    def __reduce__(self) -> tuple[Any, ...]:
        name = self.operation.name
        if name not in catalogue.MODULES:
            raise ConfigurationError(
                f"{name} is not an operation of this package, so a step of it cannot be pickled.",
                next_step="Make the step where it is used.",
            )
        return _by_name, (name,)


def _by_name(name: str) -> _ByName:
    return _ByName(catalogue.load(name))


@contextmanager
def _with_transcript_id(arguments: Mapping[str, Any]) -> Generator[None]:
    """Have any error name the transcript: the previous step may have paid for it, and the caller not know its id."""
    try:
        yield
    except AssemblyAIError as error:
        ids = [*arguments.get("transcript_ids", ()), arguments.get("transcript_id")]
        error.transcript_id = error.transcript_id or ids[0]
        error.id_was_given = False
        raise
