import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters.transcript_request import read

URL = "https://example.com/a.mp3"


def test_null_means_unset_and_the_default_language_is_us_english():
    assert read({"audio_url": URL, "punctuate": None, "speaker_labels": None}) == {
        "audio_url": URL,
        "language_code": "en_us",
    }


@pytest.mark.parametrize(("code", "echo"), [("en", "en_us"), ("en_uk", "en_uk"), (None, "en_us")])
def test_the_language_is_echoed_as_on_the_api(code, echo):
    assert read({"audio_url": URL, "language_code": code})["language_code"] == echo


def test_another_language_is_refused():
    with pytest.raises(ApiError, match=r"language_code 'de' is not available.*English only"):
        read({"audio_url": URL, "language_code": "de"})


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
        read(body)
    assert (refused.value.status, refused.value.text) == (400, text)


@pytest.mark.parametrize(
    "url", ["http://[::1", "https://127.0.0.1:99999/a.mp3", "http://", "http://a\nb/", "http://xn--"]
)
def test_what_cannot_be_downloaded_from_is_refused_at_once(url):
    with pytest.raises(ApiError, match="audio_url is not a URL that audio can be downloaded from") as refused:
        read({"audio_url": url})
    assert refused.value.status == 400


def test_the_apis_rules_are_checked_before_the_emulators_refusals():
    with pytest.raises(ApiError, match=r"can only be set to True if `redact_pii` is True"):
        read({"audio_url": URL, "redact_pii_audio": True})
    with pytest.raises(ApiError, match=r"^redact_pii needs redact_pii_policies"):
        read({"audio_url": URL, "redact_pii": True})
