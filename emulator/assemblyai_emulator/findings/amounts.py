"""Amounts of money, and people's ages."""

from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.spoken import Spoken, whole_words

_FIGURE = r"(?:\d[\d.,]*|hundred|thousand|million|billion|point|half a million)"
# "two hundred and fifty", "a thousand", "five point five million". Longer runs of digits are no amounts, and
# without a bound a long one would be read again from each of its words.
NUMBER = rf"(?:a )?{_FIGURE}(?: (?:and )?{_FIGURE}){{0,11}}"
_CURRENCY = r"(?:dollar|euro|pound|buck|franc|peso|rupee|quid|yen)s?"
_MONEY = whole_words(
    rf"(?:{NUMBER}|a) {_CURRENCY}(?:(?: and)? {NUMBER} cents?)?|{NUMBER} cents?"
    r"|[$€£]\d[\d.,]*(?: (?:hundred|thousand|million|billion))?"
)
_AGE = r"(?:1\d|[2-9]0(?: [1-9])?|\d\d?|100)"
_AGES = whole_words(
    rf"{_AGE}(?: (?:years?|months?)(?:-| )olds?)|{_AGE}-year-olds?"
    rf"|age(?:d| of)? (?P<aged>{_AGE})(?! \d)"
)
# "I'm forty two" may be an age at the end of what is said; "I'm forty two miles away" is none.
_STATED = whole_words(
    r"(?:i'm|i am|he's|he is|she's|she is|turned|turning|turn) "
    r"(?P<hit>1\d|[2-9]0(?: [1-9])?|\d\d)(?=(?: \|| and|$))"
)

KINDS = ("money_amount", "person_age")


def find(voices: Sequence[Spoken]) -> Iterator[Finding]:
    for spoken in voices:
        yield from spoken.find("money_amount", _MONEY)
        yield from spoken.find("person_age", _STATED)
        for match in _AGES.finditer(spoken.text):
            yield spoken.finding("person_age", *match.span("aged" if match["aged"] else 0))
