"""Languages: the API's codes, and which of them Whisper knows."""

from collections.abc import Sequence

from assemblyai_emulator.wording.vocabulary import vocabulary

ENGLISH = "en"

CODES = vocabulary(
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr "
    "ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc "
    "pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh"
)
"""The API's codes that a multilingual Whisper model knows, without those of countries (en_us).

https://www.assemblyai.com/docs/pre-recorded-audio/supported-languages
"""

UNSPACED = frozenset({"ja", "lo", "my", "th", "zh"})
"""Languages that are written without spaces between words: there Whisper's tokens are characters."""


def chosen(
    probabilities: Sequence[tuple[str, float]], languages: Sequence[str], fallback: str | None
) -> tuple[str, float]:
    """The language of a recording and its probability, from those of all languages.

    The likeliest one, if it is among `languages` or these are empty. Otherwise `fallback`, or without one the
    likeliest of `languages`.
    """
    # Newer models know languages that the API has no code for.
    by_language = {code: probability for code, probability in probabilities if code in CODES}
    likeliest = max(by_language, key=by_language.__getitem__)
    if languages and likeliest not in languages:
        likeliest = fallback or max(languages, key=lambda code: by_language.get(code, 0.0))
    return likeliest, by_language.get(likeliest, 0.0)
