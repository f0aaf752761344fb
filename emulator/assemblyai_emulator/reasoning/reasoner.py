"""The reasoner's interface: what the four LeMUR calls need from whatever answers them."""

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
    """The parameters all LeMUR calls share.

    `max_output_size` is in tokens, `temperature` goes from 0 to 1, `final_model` is the name the caller asked
    for; it is a wish that a reasoner without that model cannot grant.
    """

    context: Context = None
    answer_format: str | None = None
    max_output_size: int = 2000
    temperature: float = 0.0
    final_model: str = "default"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a request; the API allows either `answer_format` or `answer_options`."""

    question: str
    context: Context = None
    answer_format: str | None = None
    answer_options: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A reasoner's text and what it read and wrote, in tokens of its own kind."""

    text: str
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question as it was asked, its answer, and the tokens read and written for it.

    `quotes` are the sentences in the answer as they were said, where the reasoner knows them apart.
    """

    question: str
    answer: str
    input_tokens: int
    output_tokens: int
    quotes: tuple[str, ...] = ()


def context_text(context: Context) -> str:
    """A request's context as one text; of an object, its keys and values."""
    if context is None or isinstance(context, str):
        return context or ""
    return json.dumps(context, ensure_ascii=False, default=str)


class Reasoner(Protocol):
    """Answers over material; every method raises ReasoningUnavailableError if it cannot."""

    async def task(self, prompt: str, material: Material, options: Options) -> Answer:
        """Do what the prompt says with the material."""
        ...

    async def summarize(self, material: Material, options: Options) -> Answer:
        """Say the material's main points."""
        ...

    async def answer_questions(
        self, questions: Sequence[Question], material: Material, options: Options
    ) -> list[QuestionAnswer]:
        """Answer each question, in the order asked."""
        ...

    async def extract_action_items(self, material: Material, options: Options) -> Answer:
        """List what was promised or asked for."""
        ...
