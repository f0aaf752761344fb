"""Digit runs, and what each of them is by its length and by the words before it."""

import re
from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.numerals import digits
from assemblyai_emulator.findings.spoken import FILLER, Spoken, whole_words

# Runs of digits and of nothing but fillers between them. A phone number may begin "eight hundred".
DIGITS = r"(?:(?:double|triple) )?\+?\d[\d.-]*(?: (?:hundred|thousand)(?= \d))?"
RUN = rf"{DIGITS}(?:(?: {FILLER}){{0,3}} {DIGITS})*"
_RUN = whole_words(RUN)

# Shorter runs are quantities: "twenty five", "three four days".
_SHORTEST_SEQUENCE = 3
# A word this far back still says what a number is.
_CUE_WORDS = 12

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
# How many digits a number of that kind can have when its name was said. Generous: the decoder adds and loses some.
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
# What a number is when nobody says so.
_BY_LENGTH = {
    7: "phone_number",
    9: "us_social_security_number",
    10: "phone_number",
    11: "phone_number",
    15: "credit_card_number",
    16: "credit_card_number",
}

KINDS = tuple(_CUES)


def find(voices: Sequence[Spoken]) -> Iterator[Finding]:
    """Digit runs of three digits and more."""
    for spoken in voices:
        for match in _RUN.finditer(spoken.text):
            kind = _kind(match.group(), spoken.before(match.start(), _CUE_WORDS))
            if kind:
                yield spoken.finding(kind, *match.span())


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
    """The kind that the last telling word names."""
    named = [cue.lastgroup for cue in _CUE.finditer(before)]
    return named[-1] if named else None
