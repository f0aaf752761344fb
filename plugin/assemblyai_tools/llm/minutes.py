"""What minutes need to know, asked of a language model in one request, and its answers taken apart.

They are questions with answers, which every back end has; so no back end needs a form of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assemblyai_tools.flow import Choices, Flow
from assemblyai_tools.llm import back_end
from assemblyai_tools.llm.answers import UnmatchedAnswersError
from assemblyai_tools.llm.back_end import Answers, Parameters
from assemblyai_tools.text import clean, flat

Topic: TypeAlias = Literal["people", "date", "summary", "decisions", "actions"]

_QUESTIONS: Mapping[Topic, tuple[str, str]] = {
    "people": (
        "Who takes part, by name?",
        "only the names, each on a line of its own; only the word none if no name is said",
    ),
    "date": (
        "On which date does this take place?",
        "only the date; only the word none if nobody says it",
    ),
    "summary": ("What is it about, and what is the outcome, in summary?", "a few sentences of plain text"),
    "decisions": (
        "Which decisions are there?",
        "each on a line of its own, as plain text; only the word none if there are none",
    ),
    "actions": (
        "Which action items are there: who has to do what, and until when?",
        "lines of: what | who | until when, with a dash for what nobody says; only the word none if there are none",
    ),
}
"""What is asked about each topic, and the form of its answer."""

_ANSWER_TOKENS = 4000
"""The longest answer in tokens, unless the call says otherwise. It is paid by what is written, not by this."""

_MARKER = re.compile(r"^\s*(?:[-*\u2022\u2013]\s+|\d{1,3}[.)]\s+|\|\s*)|\s*\|\s*$|\*\*|__")
"""What a model writes around items although it is asked for plain text."""

_RULE = re.compile(r"[\s|:-]*")
"""A line below the head of a table."""

_NOTHING = frozenset(
    {"none", "-", "\u2013", "\u2014", "n/a", "no one", "nobody", "unknown", "not said", "not stated"}
)
"""Words for nothing."""

_LONGEST_NAME = 80
"""Characters of a person's name or of a date: what is longer is a sentence that says something else."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody has to do."""

    what: str
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What the model says about each topic; None for a topic that was not asked, or not answered by itself."""

    request_id: str | None = None
    people: Sequence[str] = ()
    date: str | None = None
    summary: str | None = None
    decisions: Sequence[str] | None = None
    actions: Sequence[Action] | None = None
    is_one_text: bool = False
    """Whether the model gave no answer to each question: then all of what it wrote is the summary."""
    is_cut: bool = False
    """Whether it stopped at its output limit."""


def take_minutes(
    chosen: Choices, parameters: Parameters, topics: Sequence[Topic], summary_format: str | None
) -> Flow[Noted]:
    """Ask about these topics in one request. Whatever the model writes is kept, as it is paid for."""
    questions = [_question(topic, summary_format) for topic in topics]
    asked = {**parameters, "questions": questions}
    if chosen.llm != "own":
        asked.setdefault("max_output_size", _ANSWER_TOKENS)
    try:
        reply = yield from back_end(chosen).answers(asked)
    except UnmatchedAnswersError as error:
        return Noted(summary=clean(error.text).strip(), is_one_text=True, is_cut=error.cut)
    if len(reply.answers) != len(topics):
        text = "\n\n".join(clean(one.answer).strip() for one in reply.answers)
        return Noted(reply.request_id, summary=text, is_one_text=True)
    return _noted(reply, topics)


def _question(topic: Topic, summary_format: str | None) -> dict[str, str]:
    question, form = _QUESTIONS[topic]
    return {"question": question, "answer_format": (topic == "summary" and summary_format) or form}


def _noted(reply: Answers, topics: Sequence[Topic]) -> Noted:
    texts = {topic: clean(one.answer).strip() for topic, one in zip(topics, reply.answers, strict=True)}
    dates = _names(texts.get("date", ""))
    return Noted(
        reply.request_id,
        people=tuple(_names(texts.get("people", ""))),
        date=dates[0] if len(dates) == 1 else None,
        summary=texts.get("summary"),
        decisions=_items(texts["decisions"]) if "decisions" in texts else None,
        actions=[*map(_action, _rows(texts["actions"]))] if "actions" in texts else None,
    )


def _items(text: str) -> list[str]:
    """The items of an answer, each on a line; none for a word for nothing."""
    lines = (flat(_MARKER.sub("", line)) for line in text.splitlines())
    return [line for line in lines if line and not _is_nothing(line)]


def _names(text: str) -> list[str]:
    """The items of an answer that is a list of names; none if one of them is too long for a name."""
    items = _items(text)
    return [] if any(len(item) > _LONGEST_NAME for item in items) else items


def _rows(text: str) -> list[str]:
    """The items without the head of a table, which some models write although they are asked for lines."""
    lines = text.splitlines()
    rules = [at for at, line in enumerate(lines) if "|" in line and "-" in line and _RULE.fullmatch(line)]
    return _items("\n".join(lines[rules[0] + 1 :] if rules else lines))


def _action(item: str) -> Action:
    """What is to be done, by whom, until when. What is not in that form is all of it something to do."""
    what, *rest = (part.strip() for part in item.split("|"))
    if not what or len(rest) > len(("owner", "due")):
        return Action(item)
    owner, due = [*rest, "", ""][:2]
    return Action(what, None if _is_nothing(owner) else owner, None if _is_nothing(due) else due)


def _is_nothing(text: str) -> bool:
    return text.strip(" .").casefold() in _NOTHING or not text.strip(" .")
