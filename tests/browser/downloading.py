"""Takes files out of the page, and reads the captions in them."""

import re

LABELS = {
    "lines": "Lines",
    "width": "Characters per line",
    "seconds": "Longest, in seconds",
    "speed": "Characters per second",
}


def download(page, label):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


def cues(text):
    """The captions of an SRT or WebVTT file: (start, end, text), times in milliseconds."""
    block = r"(?:^|\n)(\d\S+) --> (\S+)\n(.+?)\n(?=\n|$)"
    return [(milliseconds(a), milliseconds(b), said) for a, b, said in re.findall(block, text, re.DOTALL)]


def milliseconds(stamp):
    hours, minutes, seconds, rest = map(int, re.split("[:.,]", stamp))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def choose(page, **choices):
    """Choose how captions look: choose(page, speakers=True, lines=1)."""
    if not page.get_by_label("Say who speaks").is_visible():
        page.get_by_text("How captions look").click()
    page.get_by_label("Say who speaks").set_checked(choices.pop("speakers", False))
    for name, number in choices.items():
        page.get_by_label(LABELS[name]).fill(str(number))
