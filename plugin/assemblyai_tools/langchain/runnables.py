"""The operations as typed steps of a chain: `steps.transcribe() | steps.ask("When is the launch?")`."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import SecretStr

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.langchain.clients import Clients, shared_or_made
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.langchain.progress import Announcer, AsyncAnnouncer
from assemblyai_tools.operation import Operation, Result
from assemblyai_tools.operations.reasoning import (
    AnswersView,
    TextAnswer,
    ask_question,
    extract_action_items,
    run_task,
    summarize,
)
from assemblyai_tools.operations.transcription import transcribe
from assemblyai_tools.operations.word_search import MatchesView, search_words
from assemblyai_tools.results.transcript_view import LONGEST_WAIT, TranscriptView
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress

P = ParamSpec("P")
I = TypeVar("I")  # noqa: E741 - the input
R = TypeVar("R", bound=Result)

OneTranscript: TypeAlias = TranscriptView | str
"""A transcript, or its id."""

Transcripts: TypeAlias = OneTranscript | Sequence[OneTranscript]


class Step(Runnable[I, R], Generic[I, R]):
    """One operation from an input to its typed result; raises an AssemblyAIError."""

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
    def OutputType(self) -> type[R]:  # noqa: N802 - likewise
        return self._operation.result

    def invoke(self, input: I, config: RunnableConfig | None = None, **_: Any) -> R:  # noqa: A002 - likewise
        return self._call_with_config(self._run, input, config)

    async def ainvoke(self, input: I, config: RunnableConfig | None = None, **_: Any) -> R:  # noqa: A002
        return await self._acall_with_config(self._arun, input, config)

    def _run(self, given: I) -> R:
        arguments = self._arguments(given)
        announce = Announcer(self._operation.name, self._on_progress)
        with _keeping_ids(arguments):
            return self._clients.blocking.run(self._operation.start(arguments), on_progress=announce)

    async def _arun(self, given: I) -> R:
        arguments = self._arguments(given)
        with _keeping_ids(arguments):
            async with AsyncAnnouncer(self._operation.name, self._on_progress) as announce:
                flow = self._operation.start(arguments)
                return await self._clients.asynchronous.run(flow, on_progress=announce)


@contextmanager
def _keeping_ids(arguments: Mapping[str, Any]) -> Generator[None]:
    """Whatever fails about a transcript, its id goes along: the step before may have paid for it."""
    try:
        yield
    except AssemblyAIError as error:
        ids = [*arguments.get("transcript_ids", ()), arguments.get("transcript_id")]
        error.transcript_id = error.transcript_id or ids[0]
        raise


class AssemblyAISteps:
    """Makes steps that share one client. Keyword arguments of a step are the operation's own.

    Without settings it reads the environment; `api_key` alone goes before it. `llm` is a model of your own to reason
    over transcripts. Arguments that cannot be are refused when a step is made, before anything is paid for.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        api_key: SecretStr | str | None = None,
        llm: Model | None = None,
        clients: Clients | None = None,
        on_progress: ProgressCallback = no_progress,
    ) -> None:
        self._clients = shared_or_made(clients, settings, api_key, llm)
        self._on_progress = on_progress

    def transcribe(self, *, wait_seconds: int = LONGEST_WAIT, **options: Any) -> Step[str, TranscriptView]:
        """From a local file or a URL to its transcript, waiting up to `wait_seconds`."""
        fixed = {"wait_seconds": wait_seconds, **options}
        return self._step(
            transcribe, lambda audio: {**fixed, "audio": audio}, sample="https://audio.test/a.mp3"
        )

    def ask(
        self, *questions: str | Mapping[str, Any], quotes: bool = False, **options: Any
    ) -> Step[Transcripts, AnswersView]:
        """From transcripts to answers; with `quotes`, with what was said, looked up in the transcripts."""
        fixed = {**options, "questions": list(questions), "quotes": quotes}
        return self._step(ask_question, lambda given: {**fixed, "transcript_ids": ids_of(given)}, sample="t")

    def summarize(self, **options: Any) -> Step[Transcripts, TextAnswer]:
        """From transcripts to a summary."""
        return self._step(summarize, lambda given: {**options, "transcript_ids": ids_of(given)}, sample="t")

    def extract_action_items(self, **options: Any) -> Step[Transcripts, TextAnswer]:
        """From transcripts to their action items."""
        return self._step(
            extract_action_items, lambda given: {**options, "transcript_ids": ids_of(given)}, sample="t"
        )

    def run_task(self, prompt: str, **options: Any) -> Step[Transcripts, TextAnswer]:
        """From transcripts to what a prompt of your own makes of them."""
        fixed = {**options, "prompt": prompt}
        return self._step(run_task, lambda given: {**fixed, "transcript_ids": ids_of(given)}, sample="t")

    def search_words(self, *words: str) -> Step[OneTranscript, MatchesView]:
        """From a transcript to the times in ms at which words or phrases were said."""
        return self._step(
            search_words,
            lambda given: {"transcript_id": ids_of(given)[0], "words": list(words)},
            sample="t",
        )

    def operation(self, operation: Operation[P, R]) -> Step[Mapping[str, Any], R]:
        """Any operation, from its arguments by name to its result."""
        return self._step(operation, dict)

    def _step(
        self,
        operation: Operation[P, R],
        arguments: Callable[[I], Mapping[str, Any]],
        *,
        sample: I | None = None,
    ) -> Step[I, R]:
        if sample is not None:
            operation.start(arguments(sample)).close()  # raises what every call would raise
        return Step(operation, arguments, self._clients, self._on_progress)


def ids_of(given: Transcripts) -> list[str]:
    """The ids of transcripts; one that is not completed yet raises an AssemblyAIError that keeps its id."""
    several = [given] if isinstance(given, str | TranscriptView) else given
    return [one if isinstance(one, str) else _completed(one) for one in several]


def _completed(view: TranscriptView) -> str:
    if view.status != "completed":
        raise AssemblyAIError(
            f"Transcript {view.id} is {view.status}, so there is nothing to reason over yet.",
            next_step="Wait for it with get_transcript and wait_seconds, then go on with its id.",
            transcript_id=view.id,
        )
    return view.id
