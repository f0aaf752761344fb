"""What a back end can do, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from assemblyai_tools.flow import Flow

Task: TypeAlias = Literal["task", "summary", "action-items"]
Parameters: TypeAlias = Mapping[str, Any]
"""LeMUR's own parameters (transcript_ids or input_text, context, answer_format, ...), which both understand."""


@dataclass(frozen=True, slots=True)
class Text:
    """A model's text; `cut` if it ran into the longest output."""

    text: str
    request_id: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A model's answer, and the passages that it says it quotes, if it was asked for some."""

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
        """Answer `questions`, a list of LeMUR's question objects; with `quotes`, say which passages bear it out."""
        ...

    def purge(self, request_id: str) -> Flow[bool]:
        """Delete what is kept of a request; whether that was done."""
        ...
