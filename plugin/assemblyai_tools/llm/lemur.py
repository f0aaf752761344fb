"""LeMUR: the reasoning calls of the published specification, with the request kept until it is purged.

https://www.assemblyai.com/docs/lemur described them; the live service shut them down, the emulator serves them.
"""

import re
from typing import Any, TypeVar

from assemblyai_tools.api.lemur import answer_questions, generate, purge
from assemblyai_tools.errors import NotFoundError
from assemblyai_tools.flow import Flow
from assemblyai_tools.llm.back_end import Answered, Answers, Parameters, Task, Text

M = TypeVar("M")

_QUOTES = "below it, each on a line of its own, the passages that bear it out, word for word in double quotation marks"

_QUOTE_LINE = re.compile(
    r"""^\s*(?:[-*\u2022]\s+|\d+[.)]\s+)?(?:transcript\s\S+\s+)?"""
    r"""(?:\[[\d:]+\]\s*(?:[^:"\u201c]{1,60}:)?|[^:"\u201c\s]{1,30}(?:\s[^:"\u201c\s]{1,30})?:)?"""
    r"""\s*["\u201c](?P<quote>[^"\u201c\u201d]+)["\u201d][.,;]?\s*$"""
)
"""A passage in quotation marks, perhaps behind a list's mark, a transcript's id, a clock time and a speaker.

Without a clock time a speaker has two words at most, lest `The name they chose is: "Aurora"` be taken for a quote.
"""


class Lemur:
    """The back end for services that still have LeMUR."""

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        reply = yield from _explained(generate(task, parameters))
        return Text(reply.response, reply.request_id)

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        asked = _asking_for_quotes(parameters) if quotes else parameters
        reply = yield from _explained(answer_questions(asked))
        given = [Answered(pair.question, pair.answer) for pair in reply.response]
        return Answers([_with_quotes(one) for one in given] if quotes else given, reply.request_id)

    def purge(self, request_id: str) -> Flow[bool]:
        return (yield from _explained(purge(request_id))).deleted


def _explained(flow: Flow[M]) -> Flow[M]:
    """The same flow, with advice where the service has no LeMUR."""
    try:
        return (yield from flow)
    except NotFoundError as error:
        error.next_step = (
            "This service does not offer LeMUR; AssemblyAI has shut it down. The person who runs this can set "
            "ASSEMBLYAI_LLM=gateway to use its successor, the LLM Gateway."
        )
        raise


def _asking_for_quotes(parameters: Parameters) -> dict[str, Any]:
    """LeMUR answers in text of its own making, so the passages are asked for in words, as lines of the answer."""
    return {**parameters, "questions": [_with_request(one) for one in parameters["questions"]]}


def _with_request(question: dict[str, Any]) -> dict[str, Any]:
    if question.get("answer_options"):  # these exclude an answer_format
        context = " ".join(part for part in (question.get("context"), f"Give the answer; {_QUOTES}.") if part)
        return {**question, "context": context}
    return {**question, "answer_format": f"{question.get('answer_format') or 'short answer'}; {_QUOTES}"}


def _with_quotes(given: Answered) -> Answered:
    """The answer without the quoted lines at its end; left as it is where there is nothing else."""
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
