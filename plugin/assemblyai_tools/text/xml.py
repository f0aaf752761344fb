"""Text for XML files, which may not hold every character."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may hold, not even escaped."""


def xml_text(text: str) -> str:
    """The text with a replacement character for each that no XML file may hold."""
    return _FORBIDDEN.sub("\ufffd", text)
