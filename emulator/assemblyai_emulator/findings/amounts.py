"""Amounts of money, and people's ages."""

from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.speaker_text import SpeakerText, whole_words

_FIGURE = r"(?:\d[\d.,]*|hundred|thousand|million|billion|point|half a million)"
NUMBER = rf"(?:a )?{_FIGURE}(?: (?:and )?{_FIGURE}){{0,11}}"
"""As in "two hundred and fifty", "a thousand", "five point five million". Longer runs of digits are not amounts, and
without a bound a long run would be rescanned from each of its words."""

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
_STATED_AGE = whole_words(
    r"(?:i'm|i am|he's|he is|she's|she is|turned|turning|turn) "
    r"(?P<hit>1\d|[2-9]0(?: [1-9])?|\d\d)(?=(?: \|| and|$))"
)
"""An age without "years": "I'm forty two" is one at the end of a sentence or before "and", but not in "I'm forty two
miles away"."""

KINDS = ("money_amount", "person_age")


def find(speakers: Sequence[SpeakerText]) -> Iterator[Finding]:
    for speaker in speakers:
        yield from speaker.find("money_amount", _MONEY)
        yield from speaker.find("person_age", _STATED_AGE)
        for match in _AGES.finditer(speaker.text):
            yield speaker.finding("person_age", *match.span("aged" if match["aged"] else 0))
