import json

import pytest

from assemblyai_tools.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import Request
from assemblyai_tools.transport.error_mapping import Answer, failure_of, retry_after
from assemblyai_tools.transport.retry import Lost

GET = Request("GET", "/v2/thing")
POST = Request("POST", "/v2/thing")
BILLED = Request("POST", "/v2/thing", billed=True)
SECRET = "sk-0123456789abcdef"


def without_key(text):
    return text.replace(SECRET, "[api key]")


def failure(status, body, request=POST, **headers):
    raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return failure_of(Answer(status, named, raw), request, without_key)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (408, ServerError),
        (410, NotFoundError),
        (422, BadRequestError),
        (429, RateLimitedError),
        (500, ServerError),
        (503, ServerError),
    ],
)
def test_each_status_is_its_class_with_the_services_reason(status, kind):
    error = failure(status, {"error": "The reason."})
    assert (type(error), error.message, error.status) == (kind, f"The reason (HTTP {status}).", status)


@pytest.mark.parametrize("status", [300, 301, 304, 308, 399])
def test_the_error_for_a_redirect_points_to_the_service_address(status):
    error = failure(status, "", GET, location="https://elsewhere.test")
    assert type(error) is UnexpectedReplyError
    assert str(error) == (
        f"GET /v2/thing was answered with HTTP {status}, a redirect, which the API does not use. "
        "Check the service address (ASSEMBLYAI_BASE_URL)."
    )


NO_REASON = "POST /v2/thing failed with HTTP 400."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": "Bad audio_url", "status": "error"}, "Bad audio_url (HTTP 400)."),
        ({"error": {"message": "Model not known.", "code": 400}}, "Model not known (HTTP 400)."),
        ({"code": 400, "message": "Bad model"}, "Bad model (HTTP 400)."),
        (
            {
                "message": "Invalid.",
                "metadata": {"errors": ["a is wrong.", {"message": "b is"}, {"c": 1}, 7]},
            },
            "Invalid. a is wrong. b is (HTTP 400).",
        ),
        ({"message": "Twice.", "metadata": {"errors": ["Twice"]}}, "Twice (HTTP 400)."),
        (
            {"detail": [{"loc": ["query", "expires_in"], "msg": "too small"}, {"loc": [], "msg": "no"}]},
            "query.expires_in: too small; no (HTTP 400).",
        ),
        ({"detail": [{"type": "x"}, "plain", {}]}, "not accepted; plain; {} (HTTP 400)."),
        ("Upload failed, please try again.", "Upload failed, please try again (HTTP 400)."),
        ("Not found\n", "Not found (HTTP 400)."),
        (b"caf\xe9", "caf\ufffd (HTTP 400)."),
        ({"error": "Two\nlines \u202ehidden"}, "Two lines hidden (HTTP 400)."),
        ("", NO_REASON),
        ("<html><h1>502</h1></html>", NO_REASON),
        ("\n <!DOCTYPE html>", NO_REASON),
        ({"error": {"code": 7}}, NO_REASON),
        ({"error": ""}, NO_REASON),
        ({"error": None, "message": None}, NO_REASON),
        ({"detail": "x"}, NO_REASON),
        ('{"error": "cut of', NO_REASON),
        ('["odd"]', NO_REASON),
        ("[" * 200_000, NO_REASON),
        ({"error": "x" * 9000}, f"{'x' * 900} (HTTP 400)."),
        ("y" * 9000, f"{'y' * 900} (HTTP 400)."),
    ],
)
def test_the_message_is_the_apis_own_reason_if_it_gives_one(body, message):
    assert failure(400, body).message == message


@pytest.mark.parametrize("before", range(470, 501, 5))
def test_a_key_is_hidden_before_the_reason_is_cut(before):
    message = failure(401, {"error": "x" * before + SECRET}).message
    assert SECRET[:4] not in message


def test_the_error_for_an_unknown_transcript_says_how_to_find_the_known_ones():
    error = failure(400, {"error": "Transcript lookup error, transcript id not found"}, GET)
    assert str(error) == (
        "Transcript lookup error, transcript id not found (HTTP 400). "
        "No transcript of this account has this id; list_transcripts shows those it has."
    )


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        ({"error": "x", "request_id": "r1"}, {"x_request_id": "r2"}, "r1"),
        ({"error": "x"}, {"x_request_id": "r2"}, "r2"),
        ("x", {}, None),
        ({"request_id": 7}, {}, "7"),
    ],
)
def test_the_id_of_the_failed_request_is_kept_for_support(body, headers, expected):
    assert failure(500, body, **headers).request_id == expected


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("0", 0.0), ("", None), ("-1", None), ("²", None), ("1.5", None)]
)
def test_only_whole_seconds_count_as_a_time_to_wait(value, seconds):
    assert retry_after(Answer(429, {"retry-after": value}, b"")) == seconds
    assert failure(429, "x", retry_after=value).retry_after == seconds


def test_a_date_or_a_missing_header_gives_no_time_to_wait():
    assert retry_after(Answer(429, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"")) is None
    assert retry_after(Answer(429, {}, b"")) is None


@pytest.mark.parametrize(
    ("request_", "sent", "retryable", "text"),
    [
        (GET, True, True, "No reply to GET /v2/thing: reset. Check the network and try again."),
        (POST, False, True, "No reply to POST /v2/thing: reset. Check the network and try again."),
        (POST, True, True, "No reply to POST /v2/thing: reset. Check the network and try again."),
        (BILLED, False, True, "No reply to POST /v2/thing: reset. Check the network and try again."),
        (
            BILLED,
            True,
            False,
            (
                "No reply to POST /v2/thing: reset. "
                "It may have been accepted all the same, so repeating it could be billed twice."
            ),
        ),
    ],
)
def test_a_lost_connection_warns_of_a_retry_that_could_be_billed_twice(request_, sent, retryable, text):
    error = failure_of(Lost(sent=sent, reason="reset"), request_, without_key)
    assert (type(error), error.retryable, str(error)) == (ConnectionFailedError, retryable, text)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_billed_call_with_a_server_error_is_not_retryable(status):
    error = failure_of(Answer(status, {}, b"oops"), BILLED, without_key)
    assert (error.retryable, error.next_step) == (
        False,
        "It may have been accepted all the same, so repeating it could be billed twice.",
    )


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (
            "Cannot access uploaded file",
            "An upload can only be used with the key that made it: upload the file again with this key.",
        ),
        (
            "Too often",
            (
                "This key may not do that, or has asked too often. Wait a minute and try once more; if it is refused "
                "again, the person who runs this must look at the account."
            ),
        ),
    ],
)
def test_a_403_advises_a_new_upload_only_if_an_upload_was_refused(text, step):
    assert failure(403, text).next_step == step


def test_signed_parts_of_urls_are_not_shown():
    reason = "Download error, unable to download https://me:pw@x.test/a.mp3?X-Amz-Signature=abc. Try again."
    assert failure(400, {"error": reason}).message == (
        "Download error, unable to download https://x.test/a.mp3. Try again (HTTP 400)."
    )


CREATE = Request("POST", "/v2/transcript", billed=True)
LACKING = [
    "The assemblyai-stt-3-7 model does not support the language fi",
    "Language fi is not supported by the speech models: universal-3-5-pro",
    "None of the speech_models supports this language; models: universal-3-5-pro are not available",
]


@pytest.mark.parametrize("reason", LACKING)
def test_a_model_that_lacks_the_language_is_an_error_that_names_the_argument(reason):
    error = failure(400, {"error": reason}, CREATE)
    assert error.next_step == (
        'Transcribe with speech_models=["assemblyai-stt-3-7", "universal-2"]: the second model takes over for a '
        "language that the first one lacks."
    )
    assert "speech_models" not in failure(400, {"error": reason}).next_step


def test_options_that_a_language_lacks_are_not_the_speech_models_fault():
    reason = "The following models are not available in this language: speaker_labels"
    assert failure(400, {"error": reason}, CREATE).next_step == BadRequestError.default_next_step
