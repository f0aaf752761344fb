"""The page that shows a transcript: HTML, CSS and plain JavaScript modules, and what joins them into one file.

It knows neither the tools nor the emulator; both fill it with a `Shown` (format.py).
"""

from assemblyai_viewer.format import Shown
from assemblyai_viewer.page import page

__all__ = ["Shown", "page"]
