"""Action items by rule: promises, requests, needs and agreements, with the deadline if one is mentioned.

The rules look at wording only, so their precision is limited. One reader judged all 8 hits in a scripted meeting
to be work to do, but only 9 of 14 in a chattier one; the phrases behind those false hits were then excluded.
Reported speech and polite phrases pass for tasks, and a task in other words ("that one is yours") is missed.
Every hit is quoted so that a reader can judge it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assemblyai_emulator.reasoning.passages import Passage

_TALK = (
    r"(?!(?:be|not(?! forget)|never|always|say|admit|see|hear|miss|bet|guess|imagine|believe|like|talk|leave|"
    r"go ahead|don't|have been|tell me|repeat)\b)"
)
"""No hit before these words, which make it small talk: "I will be honest", "can you hear me", "I have to say"."""

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "agreement",
        re.compile(
            r"\b(?:we|let's|let us) (?:all )?(?:agree|agreed|decide|decided) (?:to|on|that)\b"
            r"|\blet's (?!see|say|start|begin|look|talk|go|get|take|move on|be)\w"
        ),
    ),
    (
        "request",
        re.compile(
            rf"\bplease {_TALK}(?!to\b|thank)\w"
            rf"|\b(?:can|could|would|will) (?:you|someone|somebody|anyone|your \w+) (?:please )?{_TALK}\w"
            r"|\b(?:let me know|make sure|don't forget|do not forget|remember to)\b"
        ),
    ),
    (
        "commitment",
        re.compile(
            rf"\b(?:i|we)(?:'ll| will| shall|'m going to| am going to|'re going to| are going to) "
            rf"(?:also |then |just )?{_TALK}\w"
        ),
    ),
    (
        "need",
        re.compile(
            rf"(?<!if )(?<!do )(?<!did )\b(?:we|you|i|they|somebody|someone) "
            rf"(?:need to|needs to|have to|has to|must|should|'ve got to|have got to) {_TALK}(?!have\b)\w"
        ),
    ),
)
_DAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|tonight|"
    r"january|february|april|june|july|august|september|october|november|december)"
)
_SPAN = r"(?:week|month|quarter|year|morning|afternoon|evening|day)"
_DEADLINE = re.compile(
    rf"\b(?:(?:by|before|until|on) )?(?:the )?end of (?:the |this |next )?(?:{_SPAN}|{_DAY})\b"
    rf"|\b(?:(?:by|before|until|on) )?(?:next |this )?{_DAY}(?: morning| afternoon| evening| night)?\b"
    rf"|\b(?:next|this) {_SPAN}\b"
    r"|\b(?:by|before|until) (?:the )?(?:noon|lunch|weekend|holidays|meeting)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ActionItem:
    """A sentence that reads as work to do: its kind, and the deadline as it was said."""

    passage: Passage
    kind: str
    deadline: str | None

    def quoted(self) -> str:
        return self.passage.quoted(f"{self.kind}, {self.deadline}" if self.deadline else self.kind)

    def columns(self) -> str:
        """What is to be done, by whom, which no rule tells, and until when."""
        return f"{self.passage.line.text.replace('|', '/')} | - | {self.deadline or '-'}"


def action_items(passages: Sequence[Passage]) -> list[ActionItem]:
    """The passages that match a rule, in order. A passage counts once, by the first rule that it matches."""
    items = ((passage, _kind(passage.line.text)) for passage in passages)
    return [ActionItem(passage, kind, _deadline(passage.line.text)) for passage, kind in items if kind]


def _kind(text: str) -> str | None:
    plain = _plain(text)
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), None)


def _deadline(text: str) -> str | None:
    deadlines = [match.group() for match in _DEADLINE.finditer(text)]
    # "from Monday to next Thursday": the day that counts is the last one named.
    return deadlines[-1] if deadlines else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w' ]", " ", text.lower().replace("\u2019", "'")).split())
