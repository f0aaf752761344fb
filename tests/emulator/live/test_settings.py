import pytest
from tests.emulator.ears import ENGLISH, MULTILINGUAL

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.live.settings import StreamSettings, TurnRules
from assemblyai_emulator.parameters import live

REQUIRED = {"speech_model": "u3-rt-pro", "sample_rate": "16000"}


def listening(ear, **query):
    return StreamSettings.of(live.parameters({**REQUIRED, **query}), ear.model).listening


def test_an_english_model_hears_english():
    assert listening(ENGLISH).language == "en"
    assert listening(ENGLISH, language_detection="true").language == "en"


@pytest.mark.parametrize(
    ("query", "language", "languages"),
    [
        ({}, None, ()),
        ({"speech_model": "universal-streaming-english"}, "en", ()),
        ({"language_code": "fr"}, "fr", ("fr",)),
        ({"language_codes": '["fr"]'}, "fr", ("fr",)),
        ({"language_codes": '["fr", "de"]'}, None, ("fr", "de")),
        ({"language_codes": '["fr"]', "language_detection": "true"}, None, ("fr",)),
    ],
)
def test_a_model_of_many_languages_detects_the_ones_that_may_be(query, language, languages):
    found = listening(MULTILINGUAL, **query)
    assert (found.language, found.languages) == (language, languages)


def test_key_terms_and_a_prompt_steer():
    found = listening(ENGLISH, keyterms_prompt='["Ada", "Bo"]', prompt="A call.")
    assert (found.keyterms, found.prompt) == (("Ada", "Bo"), "A call.")


def test_the_silence_that_ends_a_turn_follows_the_threshold_within_its_limits():
    assert TurnRules().silence_ms == 512
    assert TurnRules(threshold=0.0).silence_ms == 400
    assert TurnRules(threshold=1.0).silence_ms == 1280
    assert TurnRules(0.5, min_silence_ms=3000, max_silence_ms=1000).silence_ms == 1000
    assert TurnRules(max_silence_ms=0).confidence(0) == 1.0


def test_the_former_name_of_a_parameter_still_works():
    given = {**REQUIRED, "min_end_of_turn_silence_when_confident": "700"}
    assert StreamSettings.of(live.parameters(given), ENGLISH.model).turns.min_silence_ms == 700
    both = live.parameters({**given, "min_turn_silence": "300"})
    assert StreamSettings.of(both, ENGLISH.model).turns.min_silence_ms == 300


def test_an_unknown_language_is_refused():
    given = live.parameters({**REQUIRED, "language_codes": '["xx"]'})
    live.check_languages(live.parameters({**REQUIRED, "language_code": "fr"}), MULTILINGUAL.model.languages)
    with pytest.raises(StreamError, match="languages, and xx is none of them"):
        live.check_languages(given, MULTILINGUAL.model.languages)


def test_what_has_no_effect_depends_on_the_model():
    given = live.parameters({**REQUIRED, "prompt": "A call.", "language_detection": "true"})
    assert live.warnings(given, steerable=True, multilingual=True) == []
    assert [text.split()[0] for text in live.warnings(given, steerable=False, multilingual=False)] == [
        "prompt",
        "language_detection",
    ]
