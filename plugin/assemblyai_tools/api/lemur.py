"""LeMUR, as the published specification describes it. The live service has shut it down; the emulator serves it."""

from collections.abc import Mapping
from typing import Any

from assemblyai_tools.api.reply import ApiReply, TextOrEmpty
from assemblyai_tools.flow import Flow, Request, fetch
from assemblyai_tools.ids import path

_TIMEOUT = 240.0
"""Seconds without progress after which an answer fails: a model may read a hundred hours of speech first."""


class LemurText(ApiReply):
    request_id: str
    response: str


class LemurAnswer(ApiReply):
    question: TextOrEmpty = ""
    answer: TextOrEmpty = ""


class LemurAnswers(ApiReply):
    request_id: str
    response: list[LemurAnswer]


class LemurPurge(ApiReply):
    deleted: bool


def generate(task: str, parameters: Mapping[str, Any]) -> Flow[LemurText]:
    """Run a task whose answer is text: task, summary or action-items."""
    return (yield from fetch(_generation(task, parameters), LemurText))


def answer_questions(parameters: Mapping[str, Any]) -> Flow[LemurAnswers]:
    """Answer questions, one by one."""
    return (yield from fetch(_generation("question-answer", parameters), LemurAnswers))


def purge(request_id: str) -> Flow[LemurPurge]:
    """Delete the data that the service keeps for a request."""
    return (
        yield from fetch(Request("DELETE", path("/lemur/v3/{request_id}", request_id=request_id)), LemurPurge)
    )


def _generation(task: str, parameters: Mapping[str, Any]) -> Request:
    return Request("POST", f"/lemur/v3/generate/{task}", json=parameters, timeout=_TIMEOUT, billed=True)
