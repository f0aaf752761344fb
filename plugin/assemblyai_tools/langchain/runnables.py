"""The operations as typed steps of a chain: `steps.transcribe() | steps.ask("When is the launch?")`."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar

from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import SecretStr

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError, ConfigurationError
from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients, resolve_clients
from assemblyai_tools.langchain.html_step import HtmlStep
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.langchain.portable import Portable
from assemblyai_tools.langchain.progress import AsyncProgressReporter, ProgressReporter
from assemblyai_tools.operation import AnyOperation, Operation, Result
from assemblyai_tools.operations import catalogue
from assemblyai_tools.operations.audio_source import AudioSource
from assemblyai_tools.operations.reasoning import (
    AnswersView,
    ask_question,
    extract_action_items,
    run_task,
    summarize,
)
from assemblyai_tools.operations.text_answer import TextAnswer
from assemblyai_tools.operations.transcription import transcribe
from assemblyai_tools.operations.word_search import MatchesView, search_words
from assemblyai_tools.results.transcript_view import LONGEST_WAIT, TranscriptView
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress

P = ParamSpec("P")
I = TypeVar("I")  # noqa: E741 - the step's input
R = TypeVar("R", bound=Result)

OneTranscript: TypeAlias = TranscriptView | str
"""A transcript, or its id."""

Transcripts: TypeAlias = OneTranscript | Sequence[OneTranscript]


@dataclass(frozen=True, slots=True)
class _OfAudio:
    """The arguments for a recording, with those that were fixed when the step was created."""

    fixed: Mapping[str, Any]

    def __call__(self, audio: AudioSource) -> Mapping[str, Any]:
        return {**self.fixed, "audio": audio}


@dataclass(frozen=True, slots=True)
class _OfTranscripts:
    """The same for transcripts."""

    fixed: Mapping[str, Any]

    def __call__(self, given: Transcripts) -> Mapping[str, Any]:
        return {**self.fixed, "transcript_ids": ids_of(given)}


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


class AssemblyAISteps(Portable):
    """Creates steps that share one client. A step's keyword arguments are the operation's own.

    Without `settings` it reads the environment; `api_key` overrides the environment's key. `llm` is your own model to
    reason over transcripts. Invalid arguments raise when a step is created, before anything is billed.
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
        self._clients = resolve_clients(clients, settings, api_key, llm)
        self._on_progress = on_progress

    def transcribe(
        self, *, wait_seconds: int = LONGEST_WAIT, **options: Any
    ) -> Step[AudioSource, TranscriptView]:
        """Turns a URL, a local file, bytes or an open binary file into its transcript, waiting up to `wait_seconds`."""
        fixed = {"wait_seconds": wait_seconds, **options}
        return self._step(transcribe, _OfAudio(fixed), sample="https://audio.test/a.mp3")

    def ask(
        self, *questions: str | Mapping[str, Any], quotes: bool = False, **options: Any
    ) -> Step[Transcripts, AnswersView]:
        """Turns transcripts into answers; `quotes` adds quotes, checked against the transcripts."""
        fixed = {**options, "questions": list(questions), "quotes": quotes}
        return self._step(ask_question, _OfTranscripts(fixed), sample="t")

    def summarize(self, **options: Any) -> Step[Transcripts, TextAnswer]:
        """Turns transcripts into a summary."""
        return self._step(summarize, _OfTranscripts(options), sample="t")

    def extract_action_items(self, **options: Any) -> Step[Transcripts, TextAnswer]:
        """Turns transcripts into their action items."""
        return self._step(extract_action_items, _OfTranscripts(options), sample="t")

    def run_task(self, prompt: str, **options: Any) -> Step[Transcripts, TextAnswer]:
        """Turns transcripts into the model's answer to your own prompt."""
        return self._step(run_task, _OfTranscripts({**options, "prompt": prompt}), sample="t")

    def search_words(self, *words: str) -> Step[Transcripts, MatchesView]:
        """Turns transcripts into the times in ms at which words or phrases were said."""
        return self._step(search_words, _OfTranscripts({"words": list(words)}), sample="t")

    def html(self, *, audio: str | None = None) -> HtmlStep:
        """Turns a transcript into a page to read, hear and search, as one HTML document; see `transcript_html`."""
        return HtmlStep(self._clients, audio)

    def operation(self, operation: Operation[P, R]) -> Step[Mapping[str, Any], R]:
        """Turns a mapping of an operation's arguments into its result, for any operation."""
        return self._step(operation, dict)

    def _step(
        self,
        operation: Operation[P, R],
        arguments: Callable[[I], Mapping[str, Any]],
        *,
        sample: I | None = None,
    ) -> Step[I, R]:
        if sample is not None:
            operation.start(arguments(sample)).close()  # raises for what every call would refuse
        return Step(operation, arguments, self._clients, self._on_progress)


def ids_of(given: Transcripts) -> list[str]:
    """The ids of transcripts. Raises an AssemblyAIError with the id of one that is not completed yet."""
    several = [given] if isinstance(given, str | TranscriptView) else given
    return [one if isinstance(one, str) else _completed_id(one) for one in several]


def _completed_id(view: TranscriptView) -> str:
    if view.status != "completed":
        raise AssemblyAIError(
            f"Transcript {view.id} is {view.status}, so there is nothing to reason over yet.",
            next_step="Wait for it with get_transcript and wait_seconds, then go on with its id.",
            transcript_id=view.id,
        )
    return view.id
