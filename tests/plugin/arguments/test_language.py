"""Languages by code and by name, settled before anything is uploaded."""

import langcodes
import pytest

from assemblyai_tools import InvalidArgumentsError, transcribe

URL = "https://x.test/a.mp3"
CODES = """
en en_au en_uk en_us es fr de it pt nl af sq am ar hy as az ba eu be bn bs br bg my ca zh hr cs da et fo fi gl ka el
gu ht ha haw he hi hu is id ja jw kn kk km ko lo la lv ln lt lb mk mg ms ml mt mi mr mn ne no nn oc pa ps fa pl ro ru
sa sr sn sd si sk sl so su sw sv tl tg ta tt te th bo tr tk uk ur uz vi cy yi yo
""".split()  # noqa: SIM905 - as a list it would take a line for each
"""The service's codes of today; others are passed on to it."""

OTHER_NAMES = {"jw": "Javanese", "tl": "Filipino"}
"""Names for codes that the standard has replaced, or that name two languages."""


def options(**given):
    return transcribe.validated({"audio": URL, **given}).options()


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_service_is_sent_as_it_is_in_any_spelling(code):
    for spelled in (code, code.upper(), code.replace("_", "-"), f" {code}\n"):
        assert options(language_code=spelled) == {"language_code": code}


@pytest.mark.parametrize("code", [code for code in CODES if "_" not in code])
def test_every_language_is_known_by_its_name(code):
    name = OTHER_NAMES.get(code) or langcodes.get(code).display_name()
    for spelled in (name, name.upper(), name.lower()):
        assert options(language_code=spelled) == {"language_code": code}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("English", "en"),
        ("deutsch", "de"),
        ("español", "es"),
        ("中文", "zh"),
        ("Mandarin", "zh"),
        ("British English", "en_uk"),
        ("en-GB", "en_uk"),
        ("American English", "en_us"),
        ("Australian English", "en_au"),
        ("pt-BR", "pt"),
        ("Brazilian Portuguese", "pt"),
        ("zh-Hans", "zh"),
        ("es-419", "es"),
        ("deu", "de"),
        ("nb", "no"),
        ("iw", "he"),
        ("jp", "ja"),
        ("yue", "yue"),
        ("eo", "eo"),
    ],
)
def test_a_language_is_read_from_other_codes_and_names(given, code):
    assert options(language_code=given) == {"language_code": code}


@pytest.mark.parametrize("unknown", ["null", "None", "unknown", "default", "n/a", "undefined", "", None])
def test_a_language_that_the_caller_does_not_know_is_left_out(unknown):
    assert options(language_code=unknown) == {}


@pytest.mark.parametrize("auto", ["auto", "Auto-Detect", "automatic", "any"])
def test_auto_detects_the_language(auto):
    assert options(language_code=auto) == {"language_detection": True}
    assert options(language_code=auto, language_detection=True) == {"language_detection": True}


@pytest.mark.parametrize(
    "wrong", ["Elvish", "xx", "x", "multilingual", "en,es", "Spanish and German", "en/es", "a" * 500, "qq-QQ"]
)
def test_what_is_no_language_is_refused_at_once_and_in_short(wrong):
    with pytest.raises(InvalidArgumentsError) as caught:
        transcribe.start({"audio": URL, "language_code": wrong})
    shown = repr(wrong if len(wrong) <= 80 else f"{wrong[:80]}...")
    assert caught.value.message == (
        f"transcribe was not called: language_code: {shown} is no language; give a code such as en, es or de."
    )


@pytest.mark.parametrize("wrong", [7, True, {"code": "en"}])
def test_a_language_is_a_text(wrong):
    with pytest.raises(InvalidArgumentsError, match="language_code: give a text"):
        transcribe.start({"audio": URL, "language_code": wrong})


def test_the_languages_of_a_translation_have_names_too():
    understanding = {"translation": {"target_language": "German, Brazilian Portuguese"}}
    assert options(speech_understanding=understanding) == {
        "speech_understanding": {"request": {"translation": {"target_languages": ["de", "pt"]}}}
    }


@pytest.mark.parametrize("wrong", ["auto", "unknown", "Elvish"])
def test_a_translation_needs_a_language(wrong):
    with pytest.raises(InvalidArgumentsError, match=r"target_languages.0: '\w+' is no language; give a code"):
        transcribe.start({"audio": URL, "target_languages": [wrong]})
