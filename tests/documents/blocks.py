"""The pages that people read, and the blocks of code in them."""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])
"""Every page but CHANGELOG.md, which tells the past, and CONTRIBUTING.md, which tests/contributing follows."""

KINDS = {
    "python": "python",
    "bash": "shell",
    "console": "console",
    "sh": "shell",
    "shell": "shell",
    "json": "json",
    "text": "text",
}
"""What to do with a block, by the language that stands behind its fence. A text is only read."""

COMMAND = re.compile(r"(?:[A-Z_]+=\S* +)*[~./]*[a-z][\w./-]*(?: |$)")
"""How the first line of a block without a language begins if it is for the shell; any other block is a text."""

MEDIA = re.compile(r"(?<![\w/:.~-])\w[\w-]*(?:/[\w-]+)*\.(?:mp3|mp4|m4a|wav|ogg|flac|mov|webm)\b")
"""A recording below the working folder: no URL, no absolute path."""


FILE = "file"
"""The kind of a block whose fence names a file behind the language: the page's other blocks find it where they run."""


@dataclass(frozen=True, slots=True)
class Block:
    """`line` is the number of the code's first line in its page, from 1. `file` is the path that its fence names."""

    page: Path
    line: int
    kind: str
    code: str
    file: str | None = None

    def __str__(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page, text):
    """All blocks of a page's text, in order. A language that is not known fails, as nothing would run its block."""
    return [
        _block(page, token) for token in MarkdownIt().parse(text) if token.type in ("fence", "code_block")
    ]


def _block(page, token):
    fenced = token.type == "fence"
    first = token.map[0] + (2 if fenced else 1)
    language, _, file = token.info.strip().partition(" ")
    if fenced and language and language not in KINDS:
        raise AssertionError(
            f"{page.name}:{first}: these tests do not know how to run a block of {language!r}: add it to KINDS in "
            f"{Path(__file__).name}, with a test that runs it, or call it text"
        )
    if file:
        return Block(page, first, FILE, token.content, file)
    guess = "shell" if COMMAND.match(token.content) else "text"
    return Block(page, first, KINDS.get(language, guess), token.content)


def recordings(text):
    """The recordings that a text names, as relative paths."""
    return sorted(set(MEDIA.findall(text)))


BLOCKS = [block for page in PAGES for block in blocks(page, page.read_text(encoding="utf-8"))]
