"""Reads the answers out of what a model wrote when it was asked for JSON, however it was wrapped."""

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
_DECODER = json.JSONDecoder(strict=False)  # models put bare line ends into strings


def _strings(value: Any) -> Any:
    """The strings of a list, or of what should have been one; a model may write anything."""
    items: list[Any] = []
    items += value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item.strip()]


Strings = Annotated[list[str], BeforeValidator(_strings)]


class ModelAnswer(ApiReply):
    """One answer as a model was asked to write it; `quotes` are what it says was said."""

    answer: TextOrEmpty = ""
    quotes: Strings = Field(default_factory=list[str])


class ModelAnswers(ApiReply):
    """What a model is asked to write when there are questions."""

    answers: list[str | ModelAnswer]


def parsed_answers(text: str, questions: Sequence[Mapping[str, Any]], *, cut: bool) -> list[Answered]:
    """An answer to each question, in their order; a single one may come as plain text.

    Raises UnexpectedReplyError if there are more or fewer answers than questions.
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
        raise UnexpectedReplyError(
            "The model stopped at max_output_size before it had answered.",
            next_step="Give a larger max_output_size, or ask fewer questions at a time.",
        )
    raise UnexpectedReplyError(
        f"The model gave {count(len(given), 'answer')} to {count(len(questions), 'question')}.",
        next_step="Ask the questions one at a time, or choose another model.",
    )


def _given(text: str) -> list[ModelAnswer]:
    """The answers in the last JSON object that has some: what stands before it may be the model's thoughts."""
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
