"""What is installed: Python, the package, and which of its extras."""

import platform
import sys
from collections.abc import Iterator, Mapping, Sequence

from assemblyai_tools import __version__
from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.errors import how_to_install
from assemblyai_tools.lazy import is_installed

EXTRAS: Mapping[str, Sequence[str]] = {
    "cli": ("docx", "keyring", "rich"),
    "mcp": ("mcp", "sse_starlette", "starlette", "uvicorn"),
    "emulator": ("av", "bm25s", "numpy", "pocketsphinx", "starlette", "uvicorn", "vaderSentiment"),
    "emulator-speakers": ("moonshine_voice",),
    "langchain": ("langchain_core",),
    "batch": ("dbos", "matplotlib"),
    "streaming": ("websockets",),
    "microphone": ("sounddevice", "websockets"),
}
"""The modules that each extra brings, as far as every system has them."""


def check_installation() -> Iterator[Check]:
    """Python and the package, the extras, and what need not be there."""
    yield Check("python", "ok", f"Python {platform.python_version()} in {sys.prefix}")
    yield Check("package", "ok", f"assemblyai-tools {__version__}")
    missing = [extra for extra, modules in EXTRAS.items() if not all(map(is_installed, modules))]
    there = ", ".join(extra for extra in EXTRAS if extra not in missing) or "none"
    if missing:
        yield Check("extras", "ok", f"{there}; not {', '.join(missing)}.", how_to_install(",".join(missing)))
    else:
        yield Check("extras", "ok", there)
    yield Check(
        "ffmpeg", "ok", "not needed: files are sent as they are, and the emulator decodes them itself"
    )
