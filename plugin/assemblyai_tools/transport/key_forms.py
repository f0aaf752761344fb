"""The forms in which a secret may be written in a text, and the escapes in which its characters may be."""

import base64
import re
import string
from collections.abc import Callable
from dataclasses import dataclass

SHORTEST_PIECE = 16
"""Characters of a piece of a random key that are masked."""

KEPT = frozenset(string.ascii_letters + string.digits)
"""The letters and digits that count."""

_DROPPED = bytes(set(range(256)) - {ord(char) for char in KEPT})
_FOLDED = bytes.maketrans(string.ascii_uppercase.encode(), string.ascii_lowercase.encode())

_CUT = 8
"""Characters that may be missing of a key that is in hexadecimal or in base64."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a secret. Only letters and digits of it count, and not their case."""

    spell: Callable[[str], str]
    shortest: Callable[[int], int]
    """Characters of the shortest piece that is masked, by the number of the secret's own."""


def _base64(before: int) -> Callable[[str], str]:
    """Spells what is the same whatever stands around the secret, if so many bytes stand before it."""
    first = -(-before * 8 // 6)

    def spell(secret: str) -> str:
        data = b"\0" * before + secret.encode()
        return base64.b64encode(data).decode()[first : len(data) * 8 // 6]

    return spell


def _in_hexadecimal(length: int) -> int:
    return 2 * max(min(length, SHORTEST_PIECE), length - _CUT)


def _in_base64(length: int) -> int:
    # At either end, what stands around the secret may have a share in two characters.
    return max(SHORTEST_PIECE // 2, (length - _CUT) * 4 // 3 - 3)


PLAIN = Form(lambda secret: secret, lambda length: min(length, SHORTEST_PIECE))
"""As it is."""

HEXADECIMAL = Form(lambda secret: secret.encode().hex(), _in_hexadecimal)
"""Its bytes in hexadecimal, as dumps show them."""

BASE64 = Form(_base64(0), _in_base64)
"""In base64, alone or before something, such as key + ":", the user name of a login without a password."""

BASE64_AFTER_ONE = Form(_base64(1), _in_base64)
"""In base64 one byte after a multiple of three: ":" + key, "Bearer " + key."""

BASE64_AFTER_TWO = Form(_base64(2), _in_base64)
"""In base64 two bytes after a multiple of three: "user:" + key."""

FORMS = (PLAIN, HEXADECIMAL, BASE64, BASE64_AFTER_ONE, BASE64_AFTER_TWO)
"""All of them. base64url, line breaks and missing padding differ in other characters than letters and digits."""


_CHARS = {
    16: {first + last: chr(int(first + last, 16)) for first in string.hexdigits for last in string.hexdigits},
    10: {f"{number:0{width}}": chr(number) for number in range(1000) for width in (2, 3)},
}
"""Characters by their number, as it is written, by its base: quicker than to read the number."""


@dataclass(frozen=True, slots=True)
class Escape:
    """A way to write one character as its number, or a break of a line as a letter."""

    sign: str
    """What is looked for first, as it is quicker to find."""
    pattern: re.Pattern[str]
    """Linear in the text, whatever is repeated in it: a repetition is taken once, from its start, and given back never
    or once."""
    base: int = 0
    """Of the number; 0 if it is a break."""

    def char(self, found: re.Match[str]) -> str:
        """The character that is written there."""
        return _CHARS[self.base][found[1]] if self.base else " "


_RUN = r"\\(?<!\\\\)\\*+"
"""All backslashes of a run, so that none is looked at as its start but the first."""

ESCAPES = (
    Escape("%", re.compile(r"%(?:25)*([0-9A-Fa-f]{2})"), 16),
    Escape("\\", re.compile(_RUN + r"(?:u00|x)([0-9A-Fa-f]{2})"), 16),
    Escape("\\", re.compile(_RUN + r"[nrt]")),
    Escape("&", re.compile(r"&(?:amp;)*+#[xX]0*([0-9A-Fa-f]{2});?"), 16),
    Escape("&", re.compile(r"&(?:amp;)*+#0*([0-9]{2,3});?"), 10),
    Escape("0x", re.compile(r"0x(?<!\w0x)([0-9A-Fa-f]{2})\b"), 16),
)
"""Those of URLs, of JSON and strings, of HTML, and of lists of bytes, to be undone in this order."""


def folded(text: str) -> bytes:
    """The letters and digits of a text, in lower case."""
    return text.encode("ascii", "ignore").translate(_FOLDED, _DROPPED)
