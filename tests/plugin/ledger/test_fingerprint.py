import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblyai_tools.ledger.fingerprint import account_digest, options_digest, url_digest, url_name

PLAIN = "https://x.test/a.mp3"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{PLAIN}?X-Amz-Signature=a&X-Amz-Date=1&X-Amz-Expires=60", f"{PLAIN}?X-Amz-Signature=b"),
        (f"{PLAIN}?sv=2024&se=1&sr=b&sp=r&sig=a", f"{PLAIN}?sv=2025&se=2&sr=b&sp=r&sig=b"),
        (f"{PLAIN}?Expires=1&Signature=a&Key-Pair-Id=k", f"{PLAIN}?Expires=2&Signature=b&Key-Pair-Id=l"),
        (f"{PLAIN}?X-Goog-Signature=a&id=1", f"{PLAIN}?id=1&X-Goog-Signature=b"),
        ("https://me@X.test/a.mp3", "https://me@x.test/a.mp3#t=5"),
    ],
)
def test_signed_links_to_the_same_audio_are_the_same(one, other):
    assert url_digest(one) == url_digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PLAIN, f"{PLAIN}?v=2"),
        (f"{PLAIN}?id=1", f"{PLAIN}?id=2"),
        (f"{PLAIN}?e=1", f"{PLAIN}?e=2"),
        (f"{PLAIN}?id=1&sig=a&se=1", f"{PLAIN}?id=2&sig=a&se=1"),
        (f"{PLAIN}?sig=1", f"{PLAIN}?sig=2"),
        ("https://x.test/download?token=a", "https://x.test/download?token=b"),
        ("https://one@x.test/a.mp3", "https://other@x.test/a.mp3"),
        (PLAIN, "https://x.test/A.mp3"),
        (PLAIN, "http://x.test/a.mp3"),
    ],
)
def test_other_audio_has_another_address(one, other):
    assert url_digest(one) != url_digest(other)


@given(st.text())
def test_any_address_has_a_fingerprint_that_does_not_contain_it(text):
    digest = url_digest(f"https://x.test/{text}")
    assert len(digest) == len("url:") + 40


def test_an_emulator_on_this_machine_is_the_same_on_any_port():
    assert account_digest("http://127.0.0.1:1", "k") == account_digest("http://127.0.0.1:2", "k")
    assert account_digest("http://[::1", "k") != account_digest("http://[::2", "k")


def test_a_url_need_not_be_text_that_can_be_written():
    assert url_digest("https://x.test/\ud800.mp3") != url_digest("https://x.test/\ud801.mp3")


def test_options_are_the_same_in_any_order():
    assert options_digest({"a": 1, "b": [1]}) == options_digest({"b": [1], "a": 1})
    assert options_digest({"a": 1}) != options_digest({"a": 2})


def test_an_account_is_a_key_of_a_service():
    digests = {account_digest(service, key) for service in ("http://a", "http://b") for key in ("k", "l")}
    assert len(digests) == 4


@pytest.mark.parametrize(
    ("url", "name"),
    [(PLAIN, "a.mp3"), ("https://x.test/my%20call.m4a?x=1", "my call.m4a"), ("https://x.test/u/123", None)],
)
def test_a_url_is_called_as_its_file(url, name):
    assert url_name(url) == name
