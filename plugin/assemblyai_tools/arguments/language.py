"""Language codes as the service writes them, from codes of other forms and from names."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator

from assemblyai_tools.text import shorten

if TYPE_CHECKING:
    import langcodes

_LONGEST_NAME = 64
"""Characters of a language's name, at most: looking up a long text takes minutes."""

DETECT = "auto"
"""What a call gives for its language when it wants the language to be detected."""

_DETECT_WORDS = frozenset({"any", "auto", "auto_detect", "autodetect", "automatic", "detect"})

_ABSENT_WORDS = frozenset({"", "null", "none", "unknown", "undefined", "default", "n/a"})
"""Texts with which a caller says that it does not know the language."""

_OWN_CODES = frozenset({"en_au", "en_uk", "en_us"})
"""The service's codes with a region; every other code is a language alone."""

_SAME_CODE: Mapping[str, str] = {
    "en_gb": "en_uk",
    "cmn": "zh",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "fil": "tl",
    "gr": "el",
    "in": "id",
    "iw": "he",
    "jp": "ja",
    "jv": "jw",
    "nb": "no",
    "ua": "uk",
}
"""Codes that the service spells differently, and countries that are given for their language."""

_TWO_LETTERS = frozenset(
    """
    af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha he hi hr ht hu hy id is it
    ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl
    sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh
    """.split()  # noqa: SIM905 - as a list it would take a line for each
)
"""Usual codes, which need no look-up. Others are looked up, as the service learns more of them."""

_NO_LANGUAGES = frozenset({"mis", "mul", "und", "zxx"})
"""ISO 639's codes for what is none or several."""

_SEVERAL = re.compile(r"[/;&+|]|\b(?:and|or)\b", re.IGNORECASE)
"""What joins the names of several languages. A look-up would find only the first."""


def language_code(name: Any) -> Any:
    """The service's code for a language (`English`, `en-US`, `deu`), None if it is unknown, or `DETECT`.

    Raises a ValueError for what is no language: the service would say so only after the upload.
    """
    if not isinstance(name, str) or name in _TWO_LETTERS:
        return name
    if len(name) > _LONGEST_NAME:
        raise ValueError(f"{shorten(name)!r} is no language; give a code such as en, es or de")
    plain = re.sub(r"[\s-]+", "_", name.strip().casefold())
    if plain in _ABSENT_WORDS:
        return None
    if plain in _DETECT_WORDS:
        return DETECT
    if not 1 < len(plain) <= _LONGEST_NAME:
        raise ValueError(_none_such(name))
    if plain in _OWN_CODES or plain in _SAME_CODE:
        return _SAME_CODE.get(plain, plain)
    return plain if plain in _TWO_LETTERS else _looked_up(name, plain)


def _looked_up(name: str, plain: str) -> str:
    """The code for another form of a code, or for a name in any language."""
    found = _language_of(name, plain)
    if found is None or not found.language or found.language in _NO_LANGUAGES:
        raise ValueError(_none_such(name))
    region = f"{found.language}_{(found.territory or '').lower()}"
    code = _SAME_CODE.get(region, region)
    return code if code in _OWN_CODES else _SAME_CODE.get(found.language, found.language)


def _language_of(name: str, plain: str) -> "langcodes.Language | None":
    import langcodes  # noqa: PLC0415 - it takes a tenth of a second to import, and most calls need no look-up

    try:
        is_code = re.fullmatch("[a-z]{2,3}(_[a-z0-9]+)*", plain) and langcodes.tag_is_valid(plain)
        return langcodes.get(plain) if is_code else langcodes.find("" if _SEVERAL.search(name) else name)
    except (LookupError, ValueError):  # no such name, or a malformed tag
        return None


def _named_language(name: Any) -> Any:
    code = language_code(name)
    if code in (None, DETECT):
        raise ValueError(_none_such(name))
    return code


def _none_such(name: Any) -> str:
    return f"{shorten(str(name))!r} is no language; give a code such as en, es or de"


Language = Annotated[str | None, BeforeValidator(language_code)]
"""A language code, or `DETECT`; a name such as English is read too."""

NamedLanguage = Annotated[str, BeforeValidator(_named_language)]
"""A language code; a name such as English is read too."""
