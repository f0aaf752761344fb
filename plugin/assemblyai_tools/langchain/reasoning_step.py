"""A step of a chain that reasons over transcripts, or over live speech as far as it was heard."""

from typing import Any, TypeVar

from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.step import Step
from assemblyai_tools.langchain.transcripts import OfTranscripts, Transcripts
from assemblyai_tools.operation import Operation, Result
from assemblyai_tools.streaming.live_transcript import LiveTranscript, live_arguments
from assemblyai_tools.waiting.progress import ProgressCallback

R = TypeVar("R", bound=Result)


class ReasoningStep(Step[Transcripts | LiveTranscript, R]):
    """Runs a reasoning operation on transcripts, or on a live one as it is then. Raises an AssemblyAIError."""

    def __init__(
        self,
        operation: Operation[Any, R],
        arguments: OfTranscripts,
        clients: Clients,
        on_progress: ProgressCallback,
    ) -> None:
        super().__init__(operation, arguments, clients, on_progress)
        self._fixed = arguments.fixed

    def _run(self, given: Transcripts | LiveTranscript) -> R:
        if isinstance(given, LiveTranscript):
            return self._clients.run(self._about(given))
        return super()._run(given)

    async def _arun(self, given: Transcripts | LiveTranscript) -> R:
        if isinstance(given, LiveTranscript):
            return await self._clients.arun(self._about(given))
        return await super()._arun(given)

    def _about(self, live: LiveTranscript) -> Flow[R]:
        return live.reason(self._operation, live_arguments(self._operation, self._fixed))
