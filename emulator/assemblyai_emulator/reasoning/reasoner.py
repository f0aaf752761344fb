"""The interface of a reasoner, which answers the four LeMUR calls."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assemblyai_emulator.reasoning.material import Material

Context = str | Mapping[str, Any] | None


class ReasoningUnavailableError(Exception):
    """The reasoner could not answer; the message says what to check."""


@dataclass(frozen=True, slots=True)
class Options:
    """The parameters that all LeMUR calls share.

    `max_output_size` is in tokens, `temperature` is from 0 to 1. `final_model` is the model that the caller named; a
    reasoner without that model ignores it.
    """

    context: Context = None
    answer_format: str | None = None
    max_output_size: int = 2000
    temperature: float = 0.0
    final_model: str = "default"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a request. The API allows either `answer_format` or `answer_options`."""

    question: str
    context: Context = None
    answer_format: str | None = None
    answer_options: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A reasoner's text, and what it read and wrote in its own kind of tokens."""

    text: str
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question as it was asked, its answer, and the tokens read and written for it.

    `quotes` are the sentences that the answer quotes, if the reasoner can tell them from the rest of its text.
    """

    question: str
    answer: str
    input_tokens: int
    output_tokens: int
    quotes: tuple[str, ...] = ()


def context_text(context: Context) -> str:
    """A request's context as text; an object becomes JSON."""
    if context is None or isinstance(context, str):
        return context or ""
    return json.dumps(context, ensure_ascii=False, default=str)


class Reasoner(Protocol):
    """Answers from material. Every method raises ReasoningUnavailableError if it cannot answer."""

    async def task(self, prompt: str, material: Material, options: Options) -> Answer:
        """Do what the prompt says with the material."""
        ...

    async def summarize(self, material: Material, options: Options) -> Answer:
        """Give the material's main points."""
        ...

    async def answer_questions(
        self, questions: Sequence[Question], material: Material, options: Options
    ) -> list[QuestionAnswer]:
        """Answer each question, in the order asked."""
        ...

    async def extract_action_items(self, material: Material, options: Options) -> Answer:
        """List what was promised or requested."""
        ...
