import json

import pytest

from assemblyai_emulator.faults.fault import Fault
from assemblyai_emulator.faults.replies import reply


def made(text: str, path: str = "/v2/transcript"):
    return reply(Fault.parse(text), path)


@pytest.mark.parametrize(
    ("text", "status", "body"),
    [
        ("401", 401, {"error": "Authentication error, API token missing/invalid"}),
        ("403", 403, {"error": "Cannot access uploaded file"}),
        ("404:json", 404, {"error": "Not found"}),
        ("429", 429, {"error": "Too Many Requests"}),
        ("500", 500, {"error": "Internal server error. Please retry your request."}),
        ("418", 418, {"error": "I'm a Teapot"}),
        ("599", 599, {"error": "Error"}),
    ],
)
def test_an_error_has_the_apis_json(text, status, body):
    response = made(text)
    assert (response.status_code, json.loads(response.body)) == (status, body)
    assert response.headers["content-type"] == "application/json"


def test_the_gateway_and_the_streaming_host_have_their_own_json():
    refused = json.loads(made("401", "/v1/chat/completions").body)
    limited = json.loads(made("429", "/v1/chat/completions").body)
    assert refused.keys() == {"error", "status", "request_id"}
    assert (limited["message"], limited["code"]) == ("too many requests for this action", 429)
    assert json.loads(made("500", "/v3/token").body).keys() == {"detail"}


def test_a_body_can_be_text_html_or_empty():
    assert (made("404").body, made("404").headers["content-type"]) == (
        b"Not found",
        "text/plain; charset=utf-8",
    )
    assert b"<h1>503 Service Unavailable</h1>" in made("503").body
    assert made("504").body == b""


@pytest.mark.parametrize(("text", "seconds"), [("429", "1"), ("503;retry-after=9", "9")])
def test_a_reply_can_have_a_retry_after_header(text, seconds):
    assert made(text).headers["retry-after"] == seconds


def test_a_reply_can_have_no_retry_after_header():
    assert "retry-after" not in made("429;retry-after=none").headers
    assert "retry-after" not in made("503").headers


def test_a_fault_can_have_status_200():
    assert isinstance(json.loads(made("wrong-shape").body), list)
    assert made("html-200").body.startswith(b"<!DOCTYPE html>")
    refusal = json.loads(made("refusal-200").body)
    assert refusal["metadata"] == {"errors": ["Your account does not have access to this LLM Gateway model"]}
    assert {made(text).status_code for text in ("wrong-shape", "html-200", "refusal-200")} == {200}
