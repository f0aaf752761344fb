"""The operations as typed steps of a chain: `steps.transcribe() | steps.ask("When is the launch?")`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from pydantic import SecretStr

from assemblyai_tools.config import Settings
from assemblyai_tools.langchain.clients import Clients, resolve_clients
from assemblyai_tools.langchain.html_step import HtmlStep
from assemblyai_tools.langchain.listening import EventCallback, Listening, log_problems
from assemblyai_tools.langchain.model import Model
from assemblyai_tools.langchain.portable import Portable
from assemblyai_tools.langchain.reasoning_step import ReasoningStep
from assemblyai_tools.langchain.step import Step
from assemblyai_tools.langchain.transcripts import OfTranscripts, Transcripts
from assemblyai_tools.operation import Operation, Result
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
from assemblyai_tools.streaming.live_transcript import LiveTranscript
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress

P = ParamSpec("P")
I = TypeVar("I")  # noqa: E741 - the step's input
R = TypeVar("R", bound=Result)


@dataclass(frozen=True, slots=True)
class _OfAudio:
    """The arguments for a recording, with those that were fixed when the step was created."""

    fixed: Mapping[str, Any]

    def __call__(self, audio: AudioSource) -> Mapping[str, Any]:
        return {**self.fixed, "audio": audio}


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

    def listen(
        self,
        *,
        speech_model: str,
        sample_rate: int | None = None,
        transcript: LiveTranscript | None = None,
        partials: bool = False,
        on_event: EventCallback = log_problems,
        **parameters: Any,
    ) -> Listening:
        """Turns audio into finished turns while it is spoken: `async for turn in steps.listen(...).astream(audio)`.

        The parameters are those of `AsyncClient.stream`. With `partials`, turns that are still spoken come too.
        `transcript` collects the finished turns, so that an agent can ask about them meanwhile. `on_event` is called
        with every event of the stream; by default it logs warnings and gaps.
        """
        given = {**parameters, "speech_model": speech_model, "sample_rate": sample_rate}
        return Listening(self._clients, given, transcript, on_event, partials=partials)

    def ask(
        self, *questions: str | Mapping[str, Any], quotes: bool = False, **options: Any
    ) -> ReasoningStep[AnswersView]:
        """Turns transcripts, or a live one, into answers; `quotes` adds quotes, checked against what was said."""
        return self._reasoning(ask_question, {**options, "questions": list(questions), "quotes": quotes})

    def summarize(self, **options: Any) -> ReasoningStep[TextAnswer]:
        """Turns transcripts, or a live one, into a summary."""
        return self._reasoning(summarize, options)

    def extract_action_items(self, **options: Any) -> ReasoningStep[TextAnswer]:
        """Turns transcripts, or a live one, into their action items."""
        return self._reasoning(extract_action_items, options)

    def run_task(self, prompt: str, **options: Any) -> ReasoningStep[TextAnswer]:
        """Turns transcripts, or a live one, into the model's answer to your own prompt."""
        return self._reasoning(run_task, {**options, "prompt": prompt})

    def search_words(self, *words: str) -> Step[Transcripts, MatchesView]:
        """Turns transcripts into the times in ms at which words or phrases were said."""
        return self._step(search_words, OfTranscripts({"words": list(words)}), sample="t")

    def html(self, *, audio: str | None = None) -> HtmlStep:
        """Turns a transcript into a page to read, hear and search, as one HTML document; see `transcript_html`."""
        return HtmlStep(self._clients, audio)

    def operation(self, operation: Operation[P, R]) -> Step[Mapping[str, Any], R]:
        """Turns a mapping of an operation's arguments into its result, for any operation."""
        return self._step(operation, dict)

    def _reasoning(self, operation: Operation[P, R], fixed: Mapping[str, Any]) -> ReasoningStep[R]:
        arguments = OfTranscripts(fixed)
        _check(operation, arguments("t"))
        return ReasoningStep(operation, arguments, self._clients, self._on_progress)

    def _step(
        self,
        operation: Operation[P, R],
        arguments: Callable[[I], Mapping[str, Any]],
        *,
        sample: I | None = None,
    ) -> Step[I, R]:
        if sample is not None:
            _check(operation, arguments(sample))
        return Step(operation, arguments, self._clients, self._on_progress)


def _check(operation: Operation[P, R], arguments: Mapping[str, Any]) -> None:
    """Raise an AssemblyAIError for arguments that every call would refuse."""
    operation.start(arguments).close()
