"""Every way in which the service ends a session is a typed error with a next step."""

import pytest

from assemblyai_tools import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
)
from assemblyai_tools.streaming.refusals import MEANINGS, Refusals
from assemblyai_tools.transport.key_masking import KeyMask

KEY = "sk-0123456789abcdef"
REFUSALS = Refusals(KeyMask([KEY]), has_token=False)


@pytest.mark.parametrize("code", [*MEANINGS, 1008, 1006, 4001, 4999])
def test_each_close_code_says_what_happened_and_what_to_do(code):
    error = REFUSALS.closed(code, "")
    assert len(error.message) > 20
    assert error.next_step
    assert code == 1006 or str(code) in error.message


@pytest.mark.parametrize(
    ("code", "reason", "kind", "retryable", "next_step"),
    [
        (
            1008,
            "Unauthorized Connection: Missing Authorization header",
            AuthenticationError,
            False,
            "valid key",
        ),
        (1008, "", AuthenticationError, False, "valid key"),
        (1008, "Unauthorized Connection: insufficient balance", PermissionDeniedError, False, "balance"),
        (3005, "Session Cancelled: An error occurred", ServerError, True, "Try again"),
        (3006, "Invalid Message Type: x", BadRequestError, False, "Correct the parameters"),
        (3007, "Input duration violation: 20 ms", BadRequestError, False, "sample_rate and encoding"),
        (3008, "Session Expired", BadRequestError, False, "Nothing more is billed"),
        (3009, "Too many concurrent sessions", RateLimitedError, True, "End sessions"),
        (1006, "", ConnectionFailedError, True, "Check the network"),
        (1006, "no pong", ConnectionFailedError, True, "Check the network"),
        (4999, "", ServerError, True, "Try again"),
    ],
)
def test_the_error_fits_the_code(code, reason, kind, retryable, next_step):
    error = REFUSALS.closed(code, reason)
    assert (type(error), error.retryable) == (kind, retryable)
    assert reason in error.message
    assert next_step in error.next_step


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, "Invalid API key", AuthenticationError),
        (403, "<html>", PermissionDeniedError),
        (429, "slow down", RateLimitedError),
        (400, "no such model", BadRequestError),
        (503, "<html>busy</html>", ServerError),
        (404, "", NotFoundError),
        (422, '{"detail": [{"loc": ["query", "sample_rate"], "msg": "too low"}]}', BadRequestError),
    ],
)
def test_a_refused_handshake_is_the_error_of_its_status(status, body, kind):
    error = REFUSALS.refused(status, body)
    assert type(error) is kind
    assert f"HTTP {status}" in error.message
    assert "<html>" not in error.message
    assert "{" not in error.message


def test_a_server_that_has_no_sessions_is_the_wrong_address():
    error = REFUSALS.refused(403, "")
    assert (type(error), error.retryable) == (PermissionDeniedError, False)
    assert "ASSEMBLYAI_STREAMING_BASE_URL" in error.next_step
    assert "balance" in REFUSALS.refused(403, "The account is disabled").next_step


def test_a_refused_token_has_a_next_step_of_its_own():
    error = Refusals(str, has_token=True).closed(1008, "token expired")
    assert "create_streaming_token" in error.next_step


def test_no_error_shows_the_key_or_the_query_of_an_address():
    for error in (
        REFUSALS.closed(3006, f"bad key {KEY}"),
        REFUSALS.refused(400, f"wss://x.test/v3/ws?token={KEY}"),
        REFUSALS.lost(f"cannot reach wss://x.test/v3/ws?token={KEY}"),
    ):
        assert KEY not in str(error)
        assert "token=" not in str(error)


def test_a_service_elsewhere_that_is_not_reached_is_a_matter_of_the_network():
    error = REFUSALS.lost("no route to host")
    assert error.next_step == "Check the network and try again."
