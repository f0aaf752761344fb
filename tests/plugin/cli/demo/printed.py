"""What the demo printed on a screen, and the headings in it."""

import re

HEADING = re.compile(r"^\d+\. (.*) \[([a-z_, ]+)\]$", re.MULTILINE)


def printed(screen):
    return screen.console.file.getvalue()


def headings(screen):
    return HEADING.findall(printed(screen))
