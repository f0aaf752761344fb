"""The tags around recorded speech, whose number differs in each process."""

import re

_NUMBER = re.compile(r"(?<=<transcript)-\d{9}(?=[ >])|(?<=</transcript)-\d{9}(?=>)")


def unnumbered(text):
    """The text with plain <transcript> tags."""
    return _NUMBER.sub("", text)
