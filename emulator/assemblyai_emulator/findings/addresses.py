"""E-mail, web and IP addresses, written or spoken: "x at y dot com"."""

from collections.abc import Iterator, Sequence

from assemblyai_emulator.findings.finding import Finding
from assemblyai_emulator.findings.speaker_text import WORD, SpeakerText, whole_words

_DOT = r"(?:dot|period|point)"
_ENDING = r"(?:com|org|net|edu|gov|io|co|uk|de|fr|ai|app|dev|info|biz|eu|ca|au)"
_HOST = rf"(?:{WORD} ){{1,3}}?(?:{_DOT} {WORD} ){{0,3}}?{_DOT} {_ENDING}(?: {_DOT} {_ENDING})?"
"""A host name. The name before the ending may be said in pieces: "g mail dot com"."""

_JOINT = r"(?:dot|period|point|underscore|dash|hyphen|plus)"
_NO_NAME = "is|it's|its|at|to|and|or|address|email|mail|on|from|for|with"
"""A number after a name belongs to the name ("smith ninety nine"). After one of these words it stands alone."""

_NUMBERED = rf"(?!(?:{_NO_NAME}) )[a-z]{WORD}(?: \d+){{1,8}}"
_LOCAL = rf"(?:(?:[a-z]|\d+) ){{0,30}}(?:{WORD} {_JOINT} ){{0,4}}(?:{_NUMBERED}|{WORD})"
"""The part before the "at". Letters and digits said one by one belong together, and so do words joined by a dot or
a dash. All repetitions are bounded: without a bound, monotonous speech would be rescanned from each of its words."""

_NO_MAILBOX = (
    "look|looking|looked|me|us|it|them|up|online|available|find|found|here|there|is|are|site|website|page"
)
"""Words before an "at" that are no mailbox: "look at example dot com" is a web address, and "write to me at x dot
com" may be either."""

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


def find(speakers: Sequence[SpeakerText]) -> Iterator[Finding]:
    """The host of an e-mail address is part of it, not a web address of its own."""
    for speaker in speakers:
        emails = list(speaker.find("email_address", _EMAIL))
        taken = {index for email in emails for index in email.indexes}
        yield from emails
        yield from speaker.find("ip_address", _IP)
        yield from (url for url in speaker.find("url", _URL) if not taken & set(url.indexes))
