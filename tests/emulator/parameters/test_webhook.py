import pytest
from tests.emulator.ears import ENGLISH

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import transcript_request, webhook

AUDIO = {"audio_url": "http://x/a.mp3"}
HOOK = {"webhook_url": "https://x.test/hook?job=1"}
HEADER = {"webhook_auth_header_name": "X-Secret_1", "webhook_auth_header_value": "Bearer é 1"}


def test_a_webhook_and_its_header_are_accepted():
    assert transcript_request.read({**AUDIO, **HOOK, **HEADER}, ENGLISH) == {
        **AUDIO,
        **HOOK,
        **HEADER,
        "language_code": "en_us",
        "warnings": [],
    }


@pytest.mark.parametrize("url", ["", "ftp://x", "http://", "http://[x", "x.test", 5])
def test_only_http_urls_are_accepted(url):
    assert not webhook.is_url(url)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "é", "x" * 1001, "Content-Length", "host", 5])
def test_a_header_name_has_only_letters_digits_hyphens_and_underscores(name):
    assert not webhook.is_header_name(name)


@pytest.mark.parametrize("value", ["", " a", "a ", "a\nb", "a\rb", "x" * 1001, 5])
def test_a_header_value_is_one_line_without_spaces_at_the_ends(value):
    assert not webhook.is_header_value(value)


def test_the_longest_header_is_accepted():
    assert webhook.is_header_name("x" * 1000)
    assert webhook.is_header_value("x" * 1000)


@pytest.mark.parametrize(
    "body",
    [
        {**HOOK, "webhook_auth_header_name": "X-Secret"},
        {**HOOK, "webhook_auth_header_value": "secret"},
        HEADER,
    ],
)
def test_header_name_header_value_and_url_require_each_other(body):
    with pytest.raises(ApiError, match="must be used together"):
        transcript_request.read({**AUDIO, **body}, ENGLISH)


def test_an_invalid_value_is_refused_by_name():
    with pytest.raises(ApiError, match="webhook_url must be an address that starts with http"):
        transcript_request.read({**AUDIO, "webhook_url": "x.test"}, ENGLISH)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0.0.0.0",
        ),
        *("10.0.0.8", "169.254.169.254", "[::1]", "[::ffff:10.0.0.8]", "[fe80::1]"),
    ],
)
def test_a_receiver_that_is_plainly_not_public_is_refused_with_the_reason(host):
    with pytest.raises(ApiError, match="is not a public address") as refused:
        webhook.check_public({"webhook_url": f"http://{host}:8080/hook?token=sesame"})
    assert refused.value.status == 400
    assert "sesame" not in refused.value.text


@pytest.mark.parametrize("host", ["93.184.215.14", "[2606:4700::1111]", "hook.test", "localhost.test"])
def test_a_public_address_or_a_name_is_accepted_without_a_look_up(host):
    webhook.check_public({"webhook_url": f"https://{host}/hook"})


def test_a_job_without_a_webhook_has_no_receiver_to_check():
    webhook.check_public({})
