"""Asking a language model about transcripts: task, summary, questions, action items, purge.

The names are LeMUR's; its successor is at https://www.assemblyai.com/docs/llm-gateway/quickstart.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from assemblyai_tools.flow import Flow, choices
from assemblyai_tools.llm import back_end
from assemblyai_tools.llm.back_end import Answered, Task
from assemblyai_tools.llm.minutes import Topic
from assemblyai_tools.operation import CREATES, DELETES, Result, operation
from assemblyai_tools.operations.minutes import saved_minutes
from assemblyai_tools.operations.reasoning_arguments import (
    AskQuestionArguments,
    ExtractActionItemsArguments,
    PurgeRequestDataArguments,
    ReasoningArguments,
    RunTaskArguments,
    SummarizeArguments,
)
from assemblyai_tools.operations.text_answer import (
    FRAME,
    MARK,
    TextAnswer,
    can_purge,
    purge_hint,
    within_budget,
)
from assemblyai_tools.results.budget import BUDGET
from assemblyai_tools.results.evidence import (
    CheckedQuotes,
    Quote,
    best_quotes,
    check_quotes,
    distinct_quotes,
    quote_length,
)
from assemblyai_tools.text import clean, count
from assemblyai_tools.text.shown import Lines

_MINUTES: Sequence[Topic] = ("people", "date", "summary", "decisions", "actions")
"""What minutes of a summary hold."""

_NOTE = 80
"""Characters around an answer, including the note on how much was left out."""


class AnsweredQuestion(Result):
    question: str
    answer: Lines
    left_out_characters: int = 0
    quotes: list[Quote] = Field(default_factory=list[Quote])

    def render(self) -> str:
        cut = (
            f" ({self.left_out_characters:,} more characters were left out; ask for a shorter answer.)"
            if self.left_out_characters
            else ""
        )
        lines = [f"Q: {self.question}", f"A: {self.answer}{cut}"]
        lines += [f"- {quote.render()}" for quote in self.quotes]
        return "\n".join(lines)


class AnswersView(Result):
    """A language model's answers, and the request that made them."""

    answers: list[AnsweredQuestion]
    request_id: str | None = None
    purgeable: bool = False
    notes: list[str] = Field(default_factory=list[str])

    @property
    def holds_speech(self) -> bool:
        return True

    @property
    def next_step(self) -> str:
        """How to purge the request, if it can be purged."""
        return purge_hint(self.request_id, self.purgeable)

    def render(self) -> str:
        pairs = [pair.render() for pair in self.answers]
        return "\n\n".join(filter(None, [MARK, *pairs, *self.notes, self.next_step]))


class PurgedView(Result):
    request_id: str
    deleted: bool

    @property
    def next_step(self) -> str:
        """How to try once more, if it failed."""
        if self.deleted:
            return ""
        return f"Try again later: purge_request_data with request_id={self.request_id}."

    def render(self) -> str:
        if self.deleted:
            return f"The data of request {self.request_id} is purged."
        return f"The service did not purge request {self.request_id}. {self.next_step}"


@operation(
    title="Run your own prompt",
    hints=CREATES,
    toolsets=("reasoning",),
    arguments=RunTaskArguments,
    result=TextAnswer,
    command="run",
)
def run_task(arguments: RunTaskArguments) -> Flow[TextAnswer]:
    return (yield from _text("task", arguments))


@operation(
    title="Summarize",
    hints=CREATES,
    toolsets=("reasoning",),
    arguments=SummarizeArguments,
    result=TextAnswer,
)
def summarize(arguments: SummarizeArguments) -> Flow[TextAnswer]:
    if arguments.document:
        path, form = arguments.document
        return (yield from saved_minutes(arguments, path, form, name="Minutes", topics=_MINUTES))
    return (yield from _text("summary", arguments))


@operation(
    title="Extract action items",
    hints=CREATES,
    toolsets=("reasoning",),
    arguments=ExtractActionItemsArguments,
    result=TextAnswer,
    command="actions",
)
def extract_action_items(arguments: ExtractActionItemsArguments) -> Flow[TextAnswer]:
    if arguments.document:
        path, form = arguments.document
        return (yield from saved_minutes(arguments, path, form, name="Action items", topics=["actions"]))
    return (yield from _text("action-items", arguments))


@operation(
    title="Ask questions",
    hints=CREATES,
    toolsets=("reasoning",),
    arguments=AskQuestionArguments,
    result=AnswersView,
    command="ask",
)
def ask_question(arguments: AskQuestionArguments) -> Flow[AnswersView]:
    chosen = yield from choices()
    reply = yield from back_end(chosen).answers(arguments.parameters(), quotes=bool(arguments.quotes))
    found, notes = yield from check_quotes(
        [one.quotes for one in reply.answers],
        arguments.transcript_ids,
        arguments.transcript or arguments.input_text,
    )
    if arguments.quotes and not all(_has_found_quote(one, found) for one in reply.answers):
        notes.insert(0, "No quote supports an answer that shows none: treat it as unconfirmed.")
    share = (BUDGET - FRAME - sum(map(len, notes))) // max(1, len(reply.answers))
    answers = [_answered(one, found, share) for one in reply.answers]
    given = sum(_number_of_quotes(one, found) for one in reply.answers)
    left_out = given - sum(len(one.quotes) for one in answers)
    if left_out:
        notes.append(f"{count(left_out, 'more quote')} left out; ask fewer questions at a time.")
    return AnswersView(
        answers=answers,
        request_id=reply.request_id,
        purgeable=can_purge(chosen),
        notes=notes,
    )


@operation(
    title="Purge request data",
    hints=DELETES,
    toolsets=("reasoning",),
    arguments=PurgeRequestDataArguments,
    result=PurgedView,
    offered=can_purge,
    command="purge",
)
def purge_request_data(arguments: PurgeRequestDataArguments) -> Flow[PurgedView]:
    chosen = yield from choices()
    deleted = yield from back_end(chosen).purge(arguments.request_id)
    return PurgedView(request_id=arguments.request_id, deleted=deleted)


def _text(task: Task, arguments: ReasoningArguments) -> Flow[TextAnswer]:
    chosen = yield from choices()
    parameters: dict[str, Any] = arguments.parameters()
    reply = yield from back_end(chosen).text(task, parameters)
    shown, notes = within_budget(reply.text, cut=reply.cut, advice="ask for a shorter answer")
    return TextAnswer(response=shown, request_id=reply.request_id, purgeable=can_purge(chosen), notes=notes)


def _has_found_quote(given: Answered, found: CheckedQuotes) -> bool:
    return any(quote in found and found[quote].match != "unverified" for quote in given.quotes)


def _number_of_quotes(given: Answered, found: CheckedQuotes) -> int:
    """How many distinct quotes an answer has, counting one that was not looked up as one."""
    claims = set(given.quotes)
    looked_up = [found[claim] for claim in claims if claim in found]
    return len(distinct_quotes(looked_up)) + len(claims) - len(looked_up)


def _answered(given: Answered, found: CheckedQuotes, share: int) -> AnsweredQuestion:
    """A question with its answer and quotes, together no longer than its share of the budget."""
    asked, text = clean(given.question)[: share // 4], clean(given.answer)
    room = share - len(asked) - _NOTE
    quotes = best_quotes([found[quote] for quote in given.quotes if quote in found], room // 2)
    room -= sum(map(quote_length, quotes))
    return AnsweredQuestion(
        question=asked,
        answer=text[:room],
        left_out_characters=max(0, len(text) - room),
        quotes=quotes,
    )
