"""The package that the diarizer is in."""

from importlib import metadata
from importlib.util import find_spec

MODULE = "moonshine_voice"
"""The module to import."""

_DISTRIBUTION, _VERSION = "moonshine-voice", "0.1.0"
"""The last release whose wheels hold the diarizer's weights. Later ones fetch them at run time."""


def available() -> bool:
    """Whether the diarizer and its weights are installed. Does not import the library.

    The weights are compiled into the library's code and have no file of their own to check. A sum over that code
    would protect nothing: it comes in the same wheel as the Python code that would load it, and the installer has
    checked the wheel. The release decides whether the weights are in there.
    """
    try:
        return find_spec(MODULE) is not None and metadata.version(_DISTRIBUTION) == _VERSION
    except metadata.PackageNotFoundError:  # a module of that name that no package installed
        return False
