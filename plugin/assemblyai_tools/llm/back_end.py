"""The interface of a back end, and the types of its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from assemblyai_tools.flow import Flow

Task: TypeAlias = Literal["task", "summary", "action-items"]
"""The last part of LeMUR's path for a task whose answer is text."""

Parameters: TypeAlias = Mapping[str, Any]
"""LeMUR's parameters (transcript_ids or input_text, context, answer_format, ...). Every back end takes them."""


@dataclass(frozen=True, slots=True)
class Text:
    """A model's text; `cut` if it reached the output limit."""

    text: str
    request_id: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A model's answer, and the passages it claims to quote, if it was asked for quotes."""

    question: str
    answer: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """A model's answers, in the order of the questions."""

    answers: Sequence[Answered]
    request_id: str | None = None


class BackEnd(Protocol):
    """Reasons over transcripts."""

    def text(self, task: Task, parameters: Parameters) -> Flow[Text]:
        """Run a task whose answer is text."""
        ...

    def answers(self, parameters: Parameters, *, quotes: bool = False) -> Flow[Answers]:
        """Answer `questions`, a list of LeMUR's question objects; with `quotes`, also ask for supporting passages."""
        ...

    def purge(self, request_id: str) -> Flow[bool]:
        """Delete the data kept of a request; the result says whether it was deleted."""
        ...
