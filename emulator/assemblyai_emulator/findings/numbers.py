"""Digit runs, each classified by its length and by the words before it."""

import re
from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.numerals import digits
from assemblyai_emulator.findings.speaker_text import FILLER, SpeakerText, whole_words

_DIGITS = r"(?:(?:double|triple) )?\+?\d[\d.-]*(?: (?:hundred|thousand)(?= \d))?"
"""One word of digits. A phone number may begin "eight hundred"."""

RUN = rf"{_DIGITS}(?:(?: {FILLER}){{0,3}} {_DIGITS})*"
"""Digits with nothing but fillers between them."""

_RUN = whole_words(RUN)

_SHORTEST_SEQUENCE = 3
"""Digits. Shorter runs are quantities: "twenty five", "three four days"."""

_CUE_WINDOW = 12
"""Words. How far back a cue word still says what a number is."""

_CUES = {
    "us_social_security_number": r"social(?: security)?|ssn|s s n",
    "credit_card_cvv": r"(?:card )?security code|card code|cvv2?|cvc|c v v|c v c",
    "credit_card_number": r"(?:credit |debit )?card|visa|mastercard",
    "banking_information": r"(?:bank|checking|savings) account|routing|sort code|iban",
    "account_number": r"account|member(?:ship)?|policy|customer",
    "location_zip": r"zip(?: code)?|postal code|post ?code",
    "number_sequence": r"order|reference|confirmation|case|ticket|invoice|tracking|serial|code|pin",
    "phone_number": r"phone|telephone|cell|mobile|fax|call|reach|text|dial|extension|number",
}
_CUE = re.compile(
    "|".join(rf"(?P<{kind}>\b(?:{words})s?(?: numbers?| i d)?\b)" for kind, words in _CUES.items())
)
_LENGTHS = {
    "us_social_security_number": range(4, 12),
    "credit_card_cvv": range(3, 5),
    "credit_card_number": range(8, 20),
    "banking_information": range(4, 35),
    "account_number": range(4, 35),
    "location_zip": range(5, 10),
    "number_sequence": range(_SHORTEST_SEQUENCE, 1000),
    "phone_number": range(7, 16),
}
"""How many digits a number of each kind may have after its cue. Generous: the decoder adds and drops digits."""

_BY_LENGTH = {
    7: "phone_number",
    9: "us_social_security_number",
    10: "phone_number",
    11: "phone_number",
    15: "credit_card_number",
    16: "credit_card_number",
}
"""The kind of a number without a cue, by its count of digits."""

KINDS = tuple(_CUES)


def find(speakers: Sequence[SpeakerText]) -> Iterator[Finding]:
    """Find runs of three or more digits."""
    for speaker in speakers:
        for match in _RUN.finditer(speaker.text):
            kind = _kind(match.group(), speaker.before(match.start(), _CUE_WINDOW))
            if kind:
                yield speaker.finding(kind, *match.span())


def _kind(run: str, before: str) -> str | None:
    length = len(digits(run.split()))
    kind = _cued(before) or ""
    if length in _LENGTHS.get(kind, ()):
        return kind
    if length in _BY_LENGTH:
        return _BY_LENGTH[length]
    # "two hundred fifty" is an amount, not a sequence.
    return "number_sequence" if length >= _SHORTEST_SEQUENCE and "hundred" not in run else None


def _cued(before: str) -> str | None:
    """The kind that the last cue names."""
    named = [cue.lastgroup for cue in _CUE.finditer(before)]
    return named[-1] if named else None
