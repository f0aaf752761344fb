"""LeMUR: the reasoning calls of the published specification, with the request kept until it is purged.

https://www.assemblyai.com/docs/lemur described them; the live service shut them down, the emulator serves them.
"""

from typing import TypeVar

from pydantic import BaseModel

from assemblyai_tools.errors import NotFoundError
from assemblyai_tools.flow import Flow, Request, fetch, path
from assemblyai_tools.llm.back_end import Answers, Parameters, Task, Text
from assemblyai_tools.replies import LemurAnswers, LemurPurge, LemurText

M = TypeVar("M", bound=BaseModel)

_TIMEOUT = 240.0
"""Seconds: a model reads up to a hundred hours of speech first."""


class Lemur:
    """The back end for services that still have LeMUR."""

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        request = Request(
            "POST", f"/lemur/v3/generate/{task}", json=parameters, timeout=_TIMEOUT, billed=True
        )
        reply = yield from _fetch(request, LemurText)
        return Text(reply.response, reply.request_id)

    def answers(self, parameters: Parameters) -> Flow[Answers]:
        request = Request(
            "POST",
            "/lemur/v3/generate/question-answer",
            json=parameters,
            timeout=_TIMEOUT,
            billed=True,
        )
        reply = yield from _fetch(request, LemurAnswers)
        return Answers([(pair.question, pair.answer) for pair in reply.response], reply.request_id)

    def purge(self, request_id: str) -> Flow[bool]:
        resource = path("/lemur/v3/{request_id}", request_id=request_id)
        return (yield from _fetch(Request("DELETE", resource), LemurPurge)).deleted


def _fetch(request: Request, model: type[M]) -> Flow[M]:
    try:
        return (yield from fetch(request, model))
    except NotFoundError as error:
        error.next_step = (
            "This service does not offer LeMUR; AssemblyAI has shut it down. The person who runs this can set "
            "ASSEMBLYAI_LLM=gateway to use its successor, the LLM Gateway."
        )
        raise
