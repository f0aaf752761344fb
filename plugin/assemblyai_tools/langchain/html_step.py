"""A step of a chain that makes the page of a transcript."""

from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from assemblyai_tools.flow import Flow
from assemblyai_tools.langchain.clients import Clients
from assemblyai_tools.langchain.portable import Portable
from assemblyai_tools.results.transcript_view import TranscriptView
from assemblyai_tools.viewer.html import transcript_html


class HtmlStep(Portable, Runnable[TranscriptView | str, str]):
    """Turns a transcript, or its id, into one HTML document (see `transcript_html`). Raises an AssemblyAIError."""

    def __init__(self, clients: Clients, audio: str | None) -> None:
        self.name = "transcript_html"
        self._clients = clients
        self._audio = audio

    def invoke(self, input: TranscriptView | str, config: RunnableConfig | None = None, **_: Any) -> str:  # noqa: A002
        return self._call_with_config(self._run, input, config)

    async def ainvoke(
        self,
        input: TranscriptView | str,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_: Any,
    ) -> str:
        return await self._acall_with_config(self._arun, input, config)

    def _run(self, given: TranscriptView | str) -> str:
        return self._clients.run(self._flow(given))

    async def _arun(self, given: TranscriptView | str) -> str:
        return await self._clients.arun(self._flow(given))

    def _flow(self, given: TranscriptView | str) -> Flow[str]:
        transcript_id = given if isinstance(given, str) else given.id
        return transcript_html(transcript_id, audio=self._audio)
