"""Parses a model's answers from the JSON it was asked for, which may have other text around it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, ValidationError

from assemblyai_tools.api.reply import ApiReply, TextOrEmpty
from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.llm.back_end import Answered
from assemblyai_tools.text import count

_BRACE = re.compile(r"\{")
_DECODER = json.JSONDecoder(strict=False)  # models put unescaped line breaks into strings


def _strings(value: Any) -> Any:
    """The non-empty strings of a list. A model may write a single string instead of a list, or anything else."""
    items: list[Any] = []
    items += value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item.strip()]


Strings = Annotated[list[str], BeforeValidator(_strings)]
"""A list of strings that never fails to validate."""


class ModelAnswer(ApiReply):
    """One answer in the form the model was asked for; `quotes` are not checked yet."""

    answer: TextOrEmpty = ""
    quotes: Strings = Field(default_factory=list[str])


class ModelAnswers(ApiReply):
    """The form in which a model is asked to answer questions."""

    answers: list[str | ModelAnswer]


class UnmatchedAnswersError(UnexpectedReplyError):
    """A model wrote something, but not an answer to each question."""

    def __init__(self, message: str, *, next_step: str, text: str, cut: bool) -> None:
        super().__init__(message, next_step=next_step)
        self.text = text
        """What it wrote."""
        self.cut = cut
        """Whether it stopped at its output limit."""


def parsed_answers(text: str, questions: Sequence[Mapping[str, Any]], *, cut: bool) -> list[Answered]:
    """One answer for each question, in order. The answer to a single question may be plain text.

    Raises UnmatchedAnswersError if there are more or fewer answers than questions.
    """
    given = _given(text)
    if len(questions) == 1 and not given and not cut and text.strip():
        given = [ModelAnswer(answer=text.strip())]
    if len(given) == len(questions):
        return [
            Answered(str(asked["question"]), one.answer, tuple(one.quotes))
            for asked, one in zip(questions, given, strict=True)
        ]
    if cut:
        raise UnmatchedAnswersError(
            "The model stopped at max_output_size before it had answered.",
            next_step="Give a larger max_output_size, or ask fewer questions at a time.",
            text=text,
            cut=cut,
        )
    raise UnmatchedAnswersError(
        f"The model gave {count(len(given), 'answer')} to {count(len(questions), 'question')}.",
        next_step="Ask the questions one at a time, or choose another model.",
        text=text,
        cut=cut,
    )


def _given(text: str) -> list[ModelAnswer]:
    """The answers in the last JSON object that has any: text before it may be the model's reasoning."""
    for found in reversed(_objects(text)):
        if "answers" in found:
            try:
                given = ModelAnswers.model_validate(found).answers
            except ValidationError:
                return []
            return [ModelAnswer(answer=one) if isinstance(one, str) else one for one in given]
    return []


def _objects(text: str) -> list[dict[str, Any]]:
    """Every JSON object in the text that is not part of another."""
    found: list[dict[str, Any]] = []
    end = 0
    for brace in _BRACE.finditer(text):
        if brace.start() < end:
            continue
        try:
            value, end = _DECODER.raw_decode(text, brace.start())
        except (ValueError, RecursionError):
            continue
        found.append(cast("dict[str, Any]", value))
    return found
