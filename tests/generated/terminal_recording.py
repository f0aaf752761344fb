"""docs/demo.svg: a recording of the terminal, made from a real run of the demo on the sample."""

import io
import re
from html import unescape
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from assemblyai_tools.cli.demo import Wishes, run_demo
from assemblyai_tools.cli.screen import Screen

FILE = Path(__file__).parents[2] / "docs" / "demo.svg"

_WIDTH = 108
"""Characters in a line of the terminal."""

# Whoever looks at the picture need not fetch a font; without these rules a font of the machine is taken.
_FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "font-family: Fira Code, monospace;",
    "font-family: Fira Code, DejaVu Sans Mono, Menlo, Consolas, monospace; white-space: pre;",
)
_FORMAT = _FORMAT.replace("font-family: arial;", "font-family: arial, sans-serif;")

_MASKS = (
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "3aa15ab8-013e-4c71-a31f-3e96bfaff669"),
    (re.compile(r"(?<=transcript-)\d+"), "697752275"),
)
"""What is different in each run, and what stands for it."""

_TEXT = re.compile(r"<text [^>]*clip-path=\"url\(#demo-line-(\d+)\)\"[^>]*>([^<]*)</text>")


class MaskedScreen(Screen):
    """Shows in each run the same ids, and breaks lines that are longer than the picture is wide."""

    def __init__(self) -> None:
        super().__init__(Console(record=True, width=_WIDTH, file=io.StringIO(), highlight=False))

    def say(self, text: str) -> None:
        self.console.print(Text(masked(text)))

    def result(self, text: str, *, failed: bool) -> None:
        self.console.print(Text(masked(text), style="red" if failed else ""))


def masked(text: str) -> str:
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


def recorded() -> str:
    """The picture of a run."""
    screen = MaskedScreen()
    screen.console.print(Text("$ assemblyai-tools demo", style="bold green"))
    assert run_demo(Wishes(), screen) == 0
    screen.console.print()  # or the picture ends within the last line
    svg = screen.console.export_svg(
        title="assemblyai-tools demo", theme=MONOKAI, code_format=_FORMAT, unique_id="demo"
    )
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines()).rstrip("\n") + "\n"


def lines(svg: str) -> list[str]:
    """The lines of text in a picture."""
    found: dict[int, str] = {}
    for number, text in _TEXT.findall(svg):
        found[int(number)] = found.get(int(number), "") + unescape(text).replace("\xa0", " ")
    return [line.rstrip() for line in found.values()]


def heard(svg: str) -> list[str]:
    """What the speech recognition heard, as the picture shows it."""
    return [line for line in lines(svg) if re.match(r"\[\d\d:\d\d\] \d: ", line)]


def steps(svg: str) -> list[str]:
    """The headings of the steps, which do not depend on what was heard."""
    return [line for line in lines(svg) if re.match(r"\d\. ", line)]
