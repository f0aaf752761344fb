"""Where the page plays from, and that no key is in it that nobody gave."""

import pytest

from assemblyai_tools import InvalidArgumentsError
from assemblyai_tools.viewer.audio import media_source


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://cdn.assemblyai.com/upload/a-b-c", "The service keeps the uploaded audio to itself."),
        ("https://api.eu.assemblyai.com/a", "The service keeps"),
        ("https://host.test/a.mp3?X-Amz-Signature=s3cr3t", "The address of the audio may hold a key"),
        ("https://host.test/a.mp3#s3cr3t", "may hold a key"),
        ("https://user:s3cr3t@host.test/a.mp3", "may hold a key"),
        ("https://host.test/a.mp3;jsessionid=s3cr3t", "may hold a key"),
        ("https://host.test/a.mp3%3FX-Amz-Signature=s3cr3t", "may hold a key"),
        ("http://host.test/a.mp3", "at no address that a page can play"),
        ("http://127.0.0.1:4000/upload/s3cr3t/u1", "at no address"),
        ("https://[::1", "at no address"),
        ("https://host.test:s3cr3t/a.mp3", "at no address"),
        ("https://h;script-src *;/a", "at no address"),
        ("https://h\u00f6st.test/a.mp3", "at no address"),
        (None, "at no address"),
    ],
)
def test_an_address_that_cannot_be_played_or_may_hold_a_key_is_not_in_the_page(show, url, why):
    audio = show({"audio_url": url}, audio="address")["audio"]
    assert audio["src"] is None
    assert why in audio["note"]
    assert audio["note"].endswith("or give its file or its address when you make the page.")
    assert "s3cr3t" not in str(audio)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.telegram.test/file/bot123:AAE-s3cr3t/voice/f.oga",
        "https://hooks.chat.test/services/T0/B0/s3cr3t",
        "https://s3cr3t/a.mp3",
        "https://host.test/a.mp3",
        None,
    ],
)
def test_no_address_is_in_a_page_that_nobody_wanted_it_in(show, url):
    shown = show({"audio_url": url})
    assert shown["audio"] == {
        "src": None,
        "note": "This page does not say where the recording is, as its address may be secret. To listen, choose the "
        "recording's file below the title.",
    }
    assert "s3cr3t" not in str(shown)
    assert "host.test" not in str(shown)


def test_the_address_that_was_transcribed_is_there_for_whoever_asks_for_it(show):
    shown = show({"audio_url": "https://host.test/a.mp3"}, audio="address")
    assert shown["audio"] == {"src": "https://host.test/a.mp3", "note": None}


def test_the_audio_that_is_given_is_played_whatever_the_transcript_says(show):
    for src in ("https://host.test/a.mp3?sig=1", "meeting%201.mp3", "data:audio/mpeg;base64,AA=="):
        assert show({"audio_url": "https://host.test/b.mp3"}, audio=src)["audio"] == {
            "src": src,
            "note": None,
        }


@pytest.mark.parametrize(
    ("src", "allowed"),
    [
        ("https://host.test/a.mp3?b=c", "https://host.test"),
        ("https://u:p@Host.test:8443/a", "https://host.test:8443"),
        ("http://[::1]:80/a", "http://[::1]:80"),
        ("data:audio/mpeg;base64,AA==", ""),
        ("audio.mp3", "'self' file:"),
        ("folder/a.mp3", "'self' file:"),
    ],
)
def test_the_page_may_play_from_that_place_only(src, allowed):
    assert media_source(src) == allowed


@pytest.mark.parametrize(
    "src",
    [
        "javascript:alert(1)",
        "C:\\a.mp3",
        "file:///etc/passwd",
        "https://a b/c",
        "https:///a",
        "//[",
        "//host.test/a",
    ],
)
def test_what_is_no_address_is_refused(show, src):
    with pytest.raises(InvalidArgumentsError) as caught:
        show({}, audio=src)
    assert caught.value.next_step
