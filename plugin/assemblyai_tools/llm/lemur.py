"""LeMUR: the reasoning calls of the published specification. The service keeps a request's data until it is purged.

https://www.assemblyai.com/docs/lemur described them. The live service has shut them down; the emulator serves them.
"""

import re
from typing import Any, TypeVar

from assemblyai_tools.api.lemur import answer_questions, generate, purge
from assemblyai_tools.api.transcripts import speaker_names
from assemblyai_tools.errors import NotFoundError
from assemblyai_tools.flow import Flow
from assemblyai_tools.llm.back_end import Answered, Answers, Parameters, Task, Text
from assemblyai_tools.llm.source_text import require_speech

M = TypeVar("M")

_QUOTES = "below it, each on a line of its own, the passages that bear it out, word for word in double quotation marks"
"""What a question's answer format asks for when quotes are wanted."""

_QUOTE_LINE = re.compile(
    r"""^\s*(?:[-*\u2022]\s+|\d+[.)]\s+)?(?:transcript\s\S+\s+)?"""
    r"""(?:\[[\d:]+\]\s*(?:[^:"\u201c]{1,60}:)?|[^:"\u201c\s]{1,30}(?:\s[^:"\u201c\s]{1,30})?:)?"""
    r"""\s*["\u201c](?P<quote>[^"\u201c\u201d]+)["\u201d][.,;]?\s*$"""
)
"""A passage in quotation marks, optionally after a list marker, a transcript id, a clock time and a speaker.

Without a clock time a speaker has at most two words; otherwise `The name they chose is: "Aurora"` would be a quote.
"""


class Lemur:
    """The back end for a service that still has LeMUR."""

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        yield from require_speech(parameters.get("transcript_ids") or ())
        reply = yield from _with_advice(generate(task, (yield from _with_names(parameters))))
        return Text(reply.response, reply.request_id)

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        yield from require_speech(parameters.get("transcript_ids") or ())
        named = yield from _with_names(parameters)
        asked = _request_quotes(named) if quotes else named
        reply = yield from _with_advice(answer_questions(asked))
        given = [Answered(pair.question, pair.answer) for pair in reply.response]
        return Answers([_split_quotes(one) for one in given] if quotes else given, reply.request_id)

    def purge(self, request_id: str) -> Flow[bool]:
        return (yield from _with_advice(purge(request_id))).deleted


def _with_advice(flow: Flow[M]) -> Flow[M]:
    """Run the flow; if the service has no LeMUR, the error says what to set."""
    try:
        return (yield from flow)
    except NotFoundError as error:
        error.next_step = (
            "This service does not offer LeMUR; AssemblyAI has shut it down. The person who runs this can set "
            "ASSEMBLYAI_LLM=gateway to use its successor, the LLM Gateway."
        )
        raise


def _with_names(parameters: Parameters) -> Flow[Parameters]:
    """LeMUR reads the transcripts itself, with labels: the context says who the speakers are."""
    sentences: list[str] = []
    for transcript_id in parameters.get("transcript_ids") or ():
        names = yield from speaker_names(transcript_id)
        if names:
            who = ", ".join(f"speaker {label} is {name}" for label, name in names.items())
            sentences.append(f"In transcript {transcript_id}, {who}.")
    if not sentences:
        return parameters
    return {**parameters, "context": "\n".join([*filter(None, [parameters.get("context")]), *sentences])}


def _request_quotes(parameters: Parameters) -> dict[str, Any]:
    """LeMUR answers in free text, so each question asks for the passages as lines of the answer."""
    return {**parameters, "questions": [_request_quotes_for(one) for one in parameters["questions"]]}


def _request_quotes_for(question: dict[str, Any]) -> dict[str, Any]:
    if question.get("answer_options"):  # LeMUR refuses an answer_format together with options
        context = " ".join(part for part in (question.get("context"), f"Give the answer; {_QUOTES}.") if part)
        return {**question, "context": context}
    return {**question, "answer_format": f"{question.get('answer_format') or 'short answer'}; {_QUOTES}"}


def _split_quotes(given: Answered) -> Answered:
    """Move the quoted lines at the end of an answer into its quotes. An answer of quotes alone keeps its text."""
    lines = given.answer.splitlines()
    quotes: list[str] = []
    while lines:
        quote = _QUOTE_LINE.match(lines[-1])
        if quote:
            quotes.insert(0, quote["quote"])
        elif lines[-1].strip():
            break
        lines.pop()
    rest = "\n".join(lines).strip()
    return Answered(given.question, rest or given.answer, tuple(quotes))
