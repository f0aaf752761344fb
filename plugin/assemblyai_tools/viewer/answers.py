"""A language model's answers on the page. Their quotes are looked up in the transcript that the page shows."""

from collections.abc import Sequence
from typing import TypeAlias

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.operations.reasoning import AnsweredQuestion, AnswersView
from assemblyai_tools.results.evidence import Quote, quotes_in
from assemblyai_tools.text import clean, flat
from assemblyai_viewer.format import AnswerShown, QuoteShown

Answers: TypeAlias = AnswersView | Sequence[AnswerShown]
"""What ask_question gave, or answers in the page's form: their quotes are only claims."""


def answers_of(transcript: Transcript, given: Answers) -> list[AnswerShown]:
    """The answers with their quotes, verified if the words were said. `transcript` has its speakers' names."""
    if isinstance(given, AnswersView):
        return [_shown(one, transcript.id) for one in given.answers]
    found = quotes_in(transcript, [quote["text"] for one in given for quote in one["quotes"]])
    return [
        AnswerShown(
            question=clean(one["question"]),
            answer=clean(one["answer"]),
            quotes=[_quote(found[quote["text"]]) for quote in one["quotes"]],
        )
        for one in given
    ]


def _shown(one: AnsweredQuestion, transcript_id: str) -> AnswerShown:
    """An answer without the quotes that are from other transcripts."""
    return AnswerShown(
        question=one.question,
        answer=one.answer,
        quotes=[_quote(quote) for quote in one.quotes if quote.transcript_id in (None, transcript_id)],
    )


def _quote(quote: Quote) -> QuoteShown:
    return QuoteShown(
        text=flat(quote.text),
        speaker=quote.speaker,
        start=quote.start,
        end=quote.end,
        verified=quote.match != "unverified",
    )
