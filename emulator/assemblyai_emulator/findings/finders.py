"""Everything that can be found, in one table, and the search for it."""

from collections.abc import Iterator, Mapping, Sequence

from assemblyai_emulator.findings import addresses, amounts, dates, names, numbers
from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.spoken import listen
from assemblyai_emulator.wording.words import Word

_MODULES = (addresses, dates, amounts, numbers, names)

# The API's own names, the most telling first: what is both is the first of them.
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

# How each is found, for those who rely on it. What has no entry is found by its form alone.
HOW: Mapping[str, str] = {
    "person_name": "only names that are introduced (my name is ..., this is ... speaking, Mr. ...), and wherever they "
    "are said again",
    "phone_number": "7, 10 or 11 digits, or 7 to 15 after a word such as phone or call",
    "us_social_security_number": "9 digits, or 4 and more after the words social security",
    "credit_card_number": "15 or 16 digits, or 8 and more after the word card",
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


def find(words: Sequence[Word]) -> list[Finding]:
    """Everything found, by kind, then by place and the longest first; findings may overlap."""
    voices = listen(words)
    found = (finding for module in _MODULES for finding in module.find(voices) if finding.indexes)
    return sorted(
        found, key=lambda finding: (KINDS.index(finding.kind), finding.indexes[0], -len(finding.indexes))
    )


def find_digits_across_sentences(words: Sequence[Word]) -> list[Finding]:
    """Digit runs read as if no sentence ended in them, with the words beside them that sound like digits.

    That takes in too much where one number follows another: the right side to err on when something is to be
    hidden, and the wrong one for naming what was said.
    """
    return list(numbers.find(listen(words, across_sentences=True)))


def distinct(found: Sequence[Finding]) -> Iterator[Finding]:
    """Of findings in the order that `find` gives, those of which no word is taken already."""
    taken = set[int]()
    for finding in found:
        if not taken.intersection(finding.indexes):
            taken.update(finding.indexes)
            yield finding
