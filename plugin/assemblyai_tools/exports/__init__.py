"""The files that a person wants of one transcript: text, captions, a table, a document.

`FORMATS` names the formats, `export` reads what they need and makes them. What writes the files is up to the caller.
"""

from typing import TYPE_CHECKING

from assemblyai_tools.exports.formats import FORMATS, Format
from assemblyai_tools.lazy import lazy

if TYPE_CHECKING:
    from assemblyai_tools.exports.files import export

__all__ = ["FORMATS", "Format", "export"]

__getattr__, __dir__ = lazy(__name__, {"export": "files"})
