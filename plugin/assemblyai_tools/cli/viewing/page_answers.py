"""Answers for a page, from what `ask --json` printed."""

from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from assemblyai_tools.errors import FileAccessError, InvalidArgumentsError
from assemblyai_viewer.format import AnswerShown, QuoteShown


class _Quote(BaseModel):
    text: str
    transcript_id: str | None = None


class _Answer(BaseModel):
    question: str
    answer: str
    quotes: list[_Quote] = Field(default_factory=list[_Quote])


class _Asked(BaseModel):
    answers: list[_Answer]


def answers_in(file: Path, transcript_id: str) -> list[AnswerShown]:
    """The answers in a file with an object on each line. What it says of its quotes is not taken over: they are claims.

    Quotes from other transcripts are left out. Raises FileAccessError, or InvalidArgumentsError for another form.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileAccessError(
            f"{file} could not be read ({getattr(error, 'strerror', None) or 'it is no text'}).",
            next_step="Give another file with --answers.",
        ) from None
    try:
        asked = [_Asked.model_validate_json(line) for line in lines if line.strip()]
    except ValidationError:
        raise InvalidArgumentsError(
            f"{file} holds no answers.", next_step="Make one with `ask ID QUESTION --quotes --json > FILE`."
        ) from None
    return [
        AnswerShown(
            question=one.question,
            answer=one.answer,
            quotes=[_claim(quote) for quote in one.quotes if quote.transcript_id in (None, transcript_id)],
        )
        for call in asked
        for one in call.answers
    ]


def _claim(quote: _Quote) -> QuoteShown:
    return QuoteShown(text=quote.text, speaker=None, start=None, end=None, verified=False)
