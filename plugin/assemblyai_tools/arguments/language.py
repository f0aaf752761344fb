"""Language codes as the service writes them, from codes of other forms and from names."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from assemblyai_tools.text import shorten

DETECT = "auto"
"""What a call gives for its language when it wants the language to be detected."""

_DETECT_WORDS = frozenset({"auto", "automatic", "detect", "auto_detect", "autodetect"})

_ABSENT_WORDS = frozenset({"", "null", "none", "unknown", "undefined", "default", "n/a"})
"""Texts with which a caller says that it does not know the language."""

_OWN_CODES = frozenset({"en_au", "en_uk", "en_us"})
"""The service's codes with a region; every other code is a language alone."""

_SAME_CODE: Mapping[str, str] = {
    "en_gb": "en_uk",
    "cmn": "zh",
    "fil": "tl",
    "iw": "he",
    "jv": "jw",
    "nb": "no",
}
"""Codes that the service spells differently."""


def language_code(name: Any) -> Any:
    """The service's code for a language (`English`, `en-US`, `deu`), None if it is unknown, or `DETECT`.

    Raises a ValueError for what is no language: the service would say so only after the upload.
    """
    if not isinstance(name, str):
        return name
    plain = re.sub(r"[\s-]+", "_", name.strip().casefold())
    if plain in _ABSENT_WORDS:
        return None
    if plain in _DETECT_WORDS:
        return DETECT
    if plain in _OWN_CODES or plain in _SAME_CODE:
        return _SAME_CODE.get(plain, plain)
    return plain if re.fullmatch("[a-z]{2}", plain) and _is_known(plain) else _looked_up(name, plain)


def _is_known(code: str) -> bool:
    import langcodes  # noqa: PLC0415 - it takes a tenth of a second to import, and most calls give no language

    return langcodes.tag_is_valid(code)


def _looked_up(name: str, plain: str) -> str:
    """The code for another form of a code, or for a name in any language."""
    import langcodes  # noqa: PLC0415 - see above

    try:
        found = (
            langcodes.get(plain) if re.fullmatch("[a-z]{2,3}(_[a-z0-9]+)*", plain) else langcodes.find(name)
        )
        if not found.is_valid():
            found = langcodes.find(name)
    except (LookupError, ValueError):  # no such name, or a malformed tag
        raise ValueError(
            f"{shorten(name)!r} is no language; give a code such as en, es or de, or leave it out"
        ) from None
    region = f"{found.language}_{(found.territory or '').lower()}"
    code = _SAME_CODE.get(region, region)
    return code if code in _OWN_CODES else _SAME_CODE.get(found.language or "", found.language or "")


def _named_language(name: Any) -> Any:
    code = language_code(name)
    if code in (None, DETECT):
        raise ValueError(f"{shorten(str(name))!r} is no language; give a code such as en, es or de")
    return code


Language = Annotated[str | None, BeforeValidator(language_code)]
"""A language code, or `DETECT`; a name such as English is read too."""

NamedLanguage = Annotated[str, BeforeValidator(_named_language)]
"""A language code; a name such as English is read too."""
