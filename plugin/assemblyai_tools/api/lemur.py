"""LeMUR, as the published specification has it; the live service shut it down, the emulator serves it."""

from collections.abc import Mapping
from typing import Any

from assemblyai_tools.api.reply import ApiReply, Text
from assemblyai_tools.flow import Flow, Request, fetch, path

_TIMEOUT = 240.0
"""Seconds for an answer: a model may read a hundred hours of speech first."""


class LemurText(ApiReply):
    request_id: str
    response: str


class LemurAnswer(ApiReply):
    question: Text = ""
    answer: Text = ""


class LemurAnswers(ApiReply):
    request_id: str
    response: list[LemurAnswer]


class LemurPurge(ApiReply):
    deleted: bool


def generate(task: str, parameters: Mapping[str, Any]) -> Flow[LemurText]:
    """Run a task whose answer is text: task, summary or action-items."""
    return (yield from fetch(_generation(task, parameters), LemurText))


def answer_questions(parameters: Mapping[str, Any]) -> Flow[LemurAnswers]:
    """Answer questions, each on its own."""
    return (yield from fetch(_generation("question-answer", parameters), LemurAnswers))


def purge(request_id: str) -> Flow[LemurPurge]:
    """Delete what the service keeps of a request."""
    return (
        yield from fetch(Request("DELETE", path("/lemur/v3/{request_id}", request_id=request_id)), LemurPurge)
    )


def _generation(task: str, parameters: Mapping[str, Any]) -> Request:
    return Request("POST", f"/lemur/v3/generate/{task}", json=parameters, timeout=_TIMEOUT, billed=True)
