"""LeMUR: the reasoning calls of the published specification. The service keeps a request's data until it is purged.

https://www.assemblyai.com/docs/lemur described them. The live service has shut them down; the emulator serves them.
"""

import re
from collections.abc import Mapping
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
        names = yield from _names_of(parameters)
        reply = yield from _with_advice(generate(task, _with_names(parameters, names)))
        return Text(_named(reply.response, names), reply.request_id)

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        yield from require_speech(parameters.get("transcript_ids") or ())
        names = yield from _names_of(parameters)
        named = _with_names(parameters, names)
        asked = _request_quotes(named) if quotes else named
        reply = yield from _with_advice(answer_questions(asked))
        given = [Answered(pair.question, _named(pair.answer, names)) for pair in reply.response]
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


def _names_of(parameters: Parameters) -> Flow[dict[str, Mapping[str, str]]]:
    """The names of the speakers of each transcript that has any."""
    found: dict[str, Mapping[str, str]] = {}
    for transcript_id in parameters.get("transcript_ids") or ():
        names = yield from speaker_names(transcript_id)
        if names:
            found[transcript_id] = names
    return found


def _with_names(parameters: Parameters, names: Mapping[str, Mapping[str, str]]) -> Parameters:
    """LeMUR reads the transcripts itself, with labels: the context says who the speakers are."""
    if not names:
        return parameters
    sentences = [
        f"In transcript {transcript_id}, "
        + ", ".join(f"speaker {label} is {name}" for label, name in named.items())
        + "."
        for transcript_id, named in names.items()
    ]
    return {**parameters, "context": "\n".join([*filter(None, [parameters.get("context")]), *sentences])}


def _named(text: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """The text with names where a line of speech has a label, unless transcripts use the label for different people."""
    if len(names) != 1:
        return text
    [known] = names.values()
    labels = "|".join(map(re.escape, known))
    return re.sub(rf"(\[[\d:]+\] )({labels})(?=:)", lambda line: line[1] + known[line[2]], text)


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
