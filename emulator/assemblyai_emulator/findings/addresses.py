"""Addresses on the internet, written or spoken: "x at y dot com"."""

from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.spoken import WORD, Spoken, whole_words

_DOT = r"(?:dot|period|point)"
_ENDING = r"(?:com|org|net|edu|gov|io|co|uk|de|fr|ai|app|dev|info|biz|eu|ca|au)"
# A name before an ending may be said in pieces: "g mail dot com".
_HOST = rf"(?:{WORD} ){{1,3}}?(?:{_DOT} {WORD} ){{0,3}}?{_DOT} {_ENDING}(?: {_DOT} {_ENDING})?"
# Letters and digits said one by one belong together, and so does what a dot or a dash joins. All repetitions have
# a bound: without one, monotonous speech would be read again from each of its words.
_JOINT = r"(?:dot|period|point|underscore|dash|hyphen|plus)"
# A number after a name belongs to it ("smith ninety nine"), after these words it stands alone.
_NO_NAME = "is|it's|its|at|to|and|or|address|email|mail|on|from|for|with"
_NUMBERED = rf"(?!(?:{_NO_NAME}) )[a-z]{WORD}(?: \d+){{1,8}}"
_LOCAL = rf"(?:(?:[a-z]|\d+) ){{0,30}}(?:{WORD} {_JOINT} ){{0,4}}(?:{_NUMBERED}|{WORD})"
# "Look at example dot com" is a web address, "write to me at x dot com" leaves that open: these are no mailboxes.
_NO_MAILBOX = (
    "look|looking|looked|me|us|it|them|up|online|available|find|found|here|there|is|are|site|website|page"
)
_EMAIL = whole_words(rf"(?!(?:{_NO_MAILBOX}) at ){_LOCAL} at {_HOST}|{WORD}@{WORD}\.{WORD}")
_PATH = rf"(?: (?:forward )?slash {WORD}(?: {_DOT} {WORD})?){{0,6}}"
_LEAD = rf"(?:https? colon (?:forward )?slash (?:forward )?slash )?(?:(?:w w w|www) {_DOT} )?"
_URL = whole_words(
    rf"{_LEAD}(?:{WORD} {_DOT} ){{1,3}}?{_ENDING}(?: {_DOT} {_ENDING})?{_PATH}"
    rf"|https?://{WORD}|www\.{WORD}"
)
_BYTE = r"\d{1,3}(?: \d{1,3}){0,2}"
_IP = whole_words(rf"{_BYTE}(?: {_DOT} {_BYTE}){{3}}|\d{{1,3}}(?:\.\d{{1,3}}){{3}}")

KINDS = ("email_address", "ip_address", "url")


def find(voices: Sequence[Spoken]) -> Iterator[Finding]:
    """An e-mail address's host is part of it and no web address of its own."""
    for spoken in voices:
        emails = list(spoken.find("email_address", _EMAIL))
        taken = {index for email in emails for index in email.indexes}
        yield from emails
        yield from spoken.find("ip_address", _IP)
        yield from (url for url in spoken.find("url", _URL) if not taken & set(url.indexes))
