from uuid import UUID

import pytest

from assemblyai_emulator.gateway.errors import (
    GatewayError,
    GatewayUnauthorizedError,
    InvalidRequestError,
)


def body_of(error: GatewayError) -> dict:
    body = error.body()
    UUID(body.pop("request_id"))
    return body


def test_a_faulty_request_lists_its_faults():
    error = InvalidRequestError("model is required", "and more")
    assert body_of(error) == {
        "metadata": {"errors": ["model is required", "and more"]},
        "message": "invalid request body",
        "code": 400,
    }
    assert str(error) == "model is required; and more"


def test_an_error_without_faults_has_only_its_message():
    assert body_of(GatewayError(404, "transcript not found")) == {
        "message": "transcript not found",
        "code": 404,
    }


@pytest.mark.parametrize(
    ("key_given", "text"),
    [(True, "Authentication error, API token missing/invalid"), (False, "Your account does not have access")],
)
def test_a_missing_or_wrong_key_gives_the_other_shape_of_error(key_given, text):
    error = GatewayUnauthorizedError(key_given=key_given)
    body = body_of(error)
    assert (error.status, body.keys(), body["status"]) == (401, {"error", "status"}, "error")
    assert body["error"].startswith(text)
