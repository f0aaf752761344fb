"""Live speech as a transcript that grows (https://www.assemblyai.com/docs/streaming)."""

from collections.abc import AsyncGenerator, AsyncIterable, Generator, Iterable, Mapping, Sequence
from copy import deepcopy
from secrets import token_hex
from threading import Lock
from typing import Any, TypeVar, cast, overload

from assemblyai_tools import exports
from assemblyai_tools.api.transcript import Origin, Transcript
from assemblyai_tools.captions.style import Style
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.flow import Flow, compute
from assemblyai_tools.ids import check_id
from assemblyai_tools.operation import Operation, Result
from assemblyai_tools.operations import reasoning
from assemblyai_tools.operations.reasoning import AnswersView
from assemblyai_tools.operations.reasoning_arguments import ReasoningArguments
from assemblyai_tools.operations.text_answer import TextAnswer
from assemblyai_tools.results.speech import spoken_text
from assemblyai_tools.streaming.events import Event, Turn
from assemblyai_tools.streaming.finished_turns import FinishedTurns
from assemblyai_tools.streaming.iterators import aclose_iterator, close_iterator
from assemblyai_tools.streaming.live_reply import live_reply

R = TypeVar("R", bound=Result)

SOURCES = ("transcript_ids", "input_text")
"""The arguments that a live transcript replaces."""


def live_arguments(operation: Operation[Any, Any], given: Mapping[str, Any]) -> ReasoningArguments:
    """Arguments from outside for a reasoning operation that is about live speech; see Operation.validated."""
    for name in SOURCES:
        if name in given:
            raise InvalidArgumentsError(
                f"{operation.name} was not called: it is about what is being said, so it takes no {name}.",
                next_step=f"Call again without {name}.",
            )
    checked = operation.validated({**given, "input_text": "?"})
    return cast("ReasoningArguments", checked)


class LiveTranscript:
    """The finished turns of a stream, as a transcript that can be read at any time.

    Give it each event of a stream (`add`), or let it `follow` the stream. One thread may write while others read: what
    is read is the state at that moment. A second stream goes on where the first one ended.
    """

    def __init__(self, id: str | None = None, *, title: str | None = None) -> None:  # noqa: A002 - the API's name
        self.id = check_id(id) if id is not None else f"live-{token_hex(8)}"
        """The transcript's id. The service does not know it."""
        self.title = title
        """The title of documents of it, such as the name of a file; None: they show its id."""
        self._finished = FinishedTurns()
        self._lock = Lock()
        self._state = 0
        """How many events were added."""
        self._made: tuple[int, Transcript] | None = None
        """The transcript that was made last, and the state that it shows."""

    def add(self, event: Event) -> bool:
        """Take any event of a stream. True if it added or changed a finished turn."""
        with self._lock:
            changed = self._finished.add(event)
            self._state += 1
        return changed

    @overload
    def follow(self, events: AsyncIterable[Event]) -> AsyncGenerator[Event]: ...
    @overload
    def follow(self, events: Iterable[Event]) -> Generator[Event]: ...
    def follow(
        self, events: AsyncIterable[Event] | Iterable[Event]
    ) -> AsyncGenerator[Event] | Generator[Event]:
        """The same events; each is added before it is passed on. A reader that stops early ends the stream."""
        return self._follow_async(events) if isinstance(events, AsyncIterable) else self._follow(events)

    @property
    def turns(self) -> Sequence[Turn]:
        """The finished turns in order; times in milliseconds."""
        with self._lock:
            return self._finished.turns

    def transcript(self) -> Transcript:
        """What was said so far, as the service gives a completed transcript, with an utterance for each turn."""
        with self._lock:
            state, made, finished = self._state, self._made, self._finished
            if made and made[0] == state:
                return made[1]
            turns, seconds, model = finished.turns, finished.seconds, finished.model
            origin = Origin(self.title, finished.began_at)
        # Without the lock, as it takes a fifth of a second for three hours of speech: others may add events meanwhile.
        transcript = live_reply(self.id, turns, seconds, model).parse(Transcript).with_origin(origin)
        with self._lock:
            self._made = state, transcript
        return transcript

    def text(self) -> str:
        """What was said so far, in lines such as `[00:12] A: Good morning.`; empty if nothing was."""
        return spoken_text(self.transcript())

    def ask_question(self, **arguments: Any) -> Flow[AnswersView]:
        """Ask a language model about what was said so far: `client.run(live.ask_question(questions=["..."]))`.

        The arguments are those of the operation without transcript_ids and input_text, as with the three below; with
        `quotes=True`, quotes are looked up in the turns' words. What was said is taken when the flow is run. Raises an
        InvalidArgumentsError for a wrong argument, and when run if nothing was said yet: then nothing is billed.
        """
        return self._about(reasoning.ask_question, arguments)

    def summarize(self, **arguments: Any) -> Flow[TextAnswer]:
        """Summarize what was said so far, or write minutes of it (`save_to="minutes.docx"`)."""
        return self._about(reasoning.summarize, arguments)

    def extract_action_items(self, **arguments: Any) -> Flow[TextAnswer]:
        """List the action items in what was said so far."""
        return self._about(reasoning.extract_action_items, arguments)

    def run_task(self, **arguments: Any) -> Flow[TextAnswer]:
        """Run your own prompt (`prompt="..."`) over what was said so far."""
        return self._about(reasoning.run_task, arguments)

    def reason(self, operation: Operation[Any, R], arguments: ReasoningArguments) -> Flow[R]:
        """The flow of an operation about what was said so far, which replaces the source in the checked arguments."""
        about = yield from compute(lambda: arguments.about(self.transcript()))
        if not about.input_text:
            raise InvalidArgumentsError(
                "Nothing was said yet, so no language model was asked and nothing was billed.",
                next_step="Call again when somebody has spoken.",
            )
        return (yield from operation.perform(about))

    def export(self, formats: Sequence[str], *, captions: Style | None = None) -> Flow[Mapping[str, bytes]]:
        """The content of a file in each of these formats, by the format's name: `client.run(live.export(["srt"]))`.

        The formats are text, srt, vtt, ttml, json, md, csv, docx and html; texts are UTF-8. `captions` is the look of
        captions. Raises an AssemblyAIError: InvalidArgumentsError for an unknown format, MissingExtraError for docx
        without python-docx.
        """
        transcript = yield from compute(self.transcript)
        return (
            yield from exports.export(self.id, formats, captions=captions or Style(), transcript=transcript)
        )

    def _about(self, operation: Operation[Any, R], given: Mapping[str, Any]) -> Flow[R]:
        return self.reason(operation, live_arguments(operation, given))

    async def _follow_async(self, events: AsyncIterable[Event]) -> AsyncGenerator[Event]:
        iterator = aiter(events)
        self._start()
        try:
            async for event in iterator:
                self.add(event)
                yield event
        finally:
            await aclose_iterator(iterator)

    def _follow(self, events: Iterable[Event]) -> Generator[Event]:
        iterator = iter(events)
        self._start()
        try:
            for event in iterator:
                self.add(event)
                yield event
        finally:
            close_iterator(iterator)

    def _start(self) -> None:
        with self._lock:
            self._finished.end()

    def __deepcopy__(self, _: dict[int, Any]) -> "LiveTranscript":
        """The same object: a copied tool or step is about the same speech, which goes on."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        with self._lock:
            kept = {"id": self.id, "title": self.title, "_finished": deepcopy(self._finished)}
        return {**kept, "_state": 0, "_made": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=Lock())
