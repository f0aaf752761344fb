"""All entity types that can be found, and the search for all of them at once."""

from collections.abc import Iterator, Mapping, Sequence

from assemblyai_emulator.findings import addresses, amounts, dates, names, numbers
from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.speaker_text import speaker_texts
from assemblyai_emulator.wording.words import Word

_MODULES = (addresses, dates, amounts, numbers, names)

KINDS: tuple[str, ...] = (
    *addresses.KINDS,
    "date_of_birth",
    "credit_card_expiration",
    "money_amount",
    "person_age",
    "time",
    "date",
    "date_interval",
    "duration",
    *(kind for kind in numbers.KINDS if kind != "number_sequence"),
    "number_sequence",
    *names.KINDS,
)
"""The API's own names, the most specific first: words that fit two kinds count as the first of them."""

RULES: Mapping[str, str] = {
    "person_name": "only names that are introduced (my name is ..., this is ... speaking, Mr. ...), and wherever they "
    "are said again",
    "phone_number": "7, 10 or 11 digits, or 7 to 15 after a word such as phone or call",
    "us_social_security_number": "9 digits, or 4 or more after the words social security",
    "credit_card_number": "15 or 16 digits, or 8 or more after the word card",
    "credit_card_cvv": "3 or 4 digits after words such as security code",
    "credit_card_expiration": "a date after a word such as expires, where a card was spoken of, or month and year as "
    "numbers",
    "account_number": "digits after a word such as account or member number",
    "banking_information": "digits after words such as bank account or routing number",
    "location_zip": "5 to 9 digits after the words zip code or postal code",
    "date_of_birth": "a date after words such as born on or birthday",
    "number_sequence": "any 3 or more digits said in a row",
    "email_address": "only when the dots and the ending are said, as in x at y dot com",
    "url": "only when the dots and the ending are said, as in www dot y dot com",
}
"""How each kind is found, for the caller to read. A kind without an entry is found by its form alone."""


def find(words: Sequence[Word]) -> list[Finding]:
    """All findings, sorted by kind, then by position, then longest first. Findings may overlap."""
    speakers = speaker_texts(words)
    found = (finding for module in _MODULES for finding in module.find(speakers) if finding.indexes)
    return sorted(
        found, key=lambda finding: (KINDS.index(finding.kind), finding.indexes[0], -len(finding.indexes))
    )


def find_digits_across_sentences(words: Sequence[Word]) -> list[Finding]:
    """Digit runs that ignore sentence ends and take in adjacent words that sound like digits.

    This takes in too much where one number follows another. That is the safe mistake when something must be
    hidden, and the wrong one when it must be named.
    """
    return list(numbers.find(speaker_texts(words, across_sentences=True)))


def without_overlaps(found: Sequence[Finding]) -> Iterator[Finding]:
    """Drop each finding that shares a word with an earlier one; `found` is in the order that `find` returns."""
    taken = set[int]()
    for finding in found:
        if not taken.intersection(finding.indexes):
            taken.update(finding.indexes)
            yield finding
