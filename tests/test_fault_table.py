"""Each fault ends every operation that sends requests in a typed error or a result, after so many requests at most.

The faults are real: the emulator breaks connections, truncates bodies and answers nonsense when a request's
`X-Emulator-Fault` header asks for it, and the real client meets them over a real socket.
"""

import io
import wave
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from tests.samples import SENDING, sample_call

from assemblyai_tools import (
    APIError,
    AssemblyAIError,
    AuthenticationError,
    BadRequestError,
    Client,
    ConnectionFailedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    UnexpectedReplyError,
    transcribe,
    upload_file,
)

MOST_SECONDS = 60
"""Seconds that the retries of one call may pause in all."""
MOST_REQUESTS = 12
"""Requests of one call: four tries of one, and the reads of an operation that needs several."""
PATIENCE = 0.05
"""Seconds that the client waits for a reply that does not come."""

FAULTS = {
    "401": AuthenticationError,
    "403": PermissionDeniedError,
    "404:text": NotFoundError,
    "429": RateLimitedError,
    "429;retry-after=none": RateLimitedError,
    "500:json": ServerError,
    "503:html": ServerError,
    "504:empty": ServerError,
    "reset": ConnectionFailedError,
    "hang;seconds=2": ConnectionFailedError,
    "truncated-json": UnexpectedReplyError,
    "wrong-shape": UnexpectedReplyError,
    "html-200": UnexpectedReplyError,
    "refusal-200": UnexpectedReplyError,
}

REFUSALS = {AuthenticationError, PermissionDeniedError, NotFoundError}
"""The errors that do not pass."""

OFFLINE_MODEL = "offline-extractive"
ASKS_A_MODEL = {"summarize", "ask_question", "extract_action_items", "run_task"}

EXCEPTIONS = {
    # Captions are plain text: a client cannot tell that half of them are missing, or that they are JSON.
    ("get_subtitles", "truncated-json"): None,
    ("get_subtitles", "wrong-shape"): None,
    ("get_subtitles", "refusal-200"): None,
    # There is nothing to delete here, so the truncated body is that of a refusal.
    ("purge_request_data", "truncated-json"): BadRequestError,
}


class Faulty(httpx.BaseTransport):
    """Asks the emulator for a fault on each request (of one method or path, if given) and counts the requests."""

    def __init__(self, fault, method=None, path=None):
        self.inner = httpx.HTTPTransport(verify=False)  # plain HTTP; loading certificates takes 40 ms a test
        self.fault = fault
        self.method = method
        self.path = path
        self.sent = 0
        self.creations = 0

    def handle_request(self, request):
        self.sent += 1
        self.creations += (request.method, request.url.path) == ("POST", "/v2/transcript")
        if self.method in (None, request.method) and self.path in (None, request.url.path):
            request.headers["X-Emulator-Fault"] = self.fault
            if self.fault.startswith("hang"):
                request.extensions["timeout"]["read"] = PATIENCE
        return self.inner.handle_request(request)

    def close(self):
        self.inner.close()


@pytest.fixture(scope="module")
def service(running_emulator):
    return running_emulator


def one_second_of_silence():
    file = io.BytesIO()
    with wave.open(file, "wb") as silence:
        silence.setparams((1, 2, 16_000, 0, "NONE", "not compressed"))
        silence.writeframes(bytes(2 * 16_000))
    return file.getvalue()


@pytest.fixture(scope="module")
def arguments(service, audio):
    """Arguments with which each operation succeeds when nothing fails."""
    with Client(service) as client:
        upload = client.run(upload_file(path=str(audio / "hello.flac"))).upload_url
        redact = {"redact_pii": True, "redact_pii_policies": ["phone_number"], "redact_pii_audio": True}
        made = client.run(transcribe(audio=upload, wait_seconds=120, **redact)).id
    # Many of the jobs below are accepted although their creation seems to fail: silence keeps them short.
    key = {"Authorization": service.api_key.get_secret_value()}
    silence = httpx.post(f"{service.base_url}/v2/upload", content=one_second_of_silence(), headers=key)
    real = {
        "audio": silence.json()["upload_url"],
        "path": str(audio / "hello.flac"),
        "request_id": "00000000-0000-4000-8000-000000000000",
        "transcript_id": made,
        "transcript_ids": [made],
    }
    return {operation.name: sample_call(operation, **real) for operation in SENDING}


def run(settings, operation, arguments, transport, *, waits=False):
    """The result or the error that the operation ends in. Its pauses are added up instead of slept.

    Their sum is bounded unless the operation `waits` for a job: that goes by the real clock.
    """
    pauses = []
    client = Client(settings, sleep=pauses.append, transport=transport)
    try:
        return client.run(operation.start(arguments))
    except AssemblyAIError as error:
        return error
    finally:
        client.close()
        transport.close()
        assert waits or sum(pauses) <= MOST_SECONDS


CASES = [
    pytest.param(operation, llm, id=f"{operation.name}-{llm}")
    for operation in SENDING
    for llm in ("lemur", "gateway")
    if llm == "lemur" or operation.name in ASKS_A_MODEL
]


@pytest.mark.catalogue
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("operation", "llm"), CASES)
def test_a_fault_ends_in_a_typed_error(operation, fault, llm, service, arguments):
    transport = Faulty(fault)
    settings = replace(service, llm=llm, llm_model=OFFLINE_MODEL)
    outcome = run(settings, operation, arguments[operation.name], transport)
    expected = EXCEPTIONS.get((operation.name, fault), FAULTS[fault])
    if llm == "gateway" and fault in ("refusal-200", "wrong-shape"):
        expected = APIError, UnexpectedReplyError
    if expected is None:
        assert not isinstance(outcome, AssemblyAIError)
    else:
        assert isinstance(outcome, expected), outcome
        assert outcome.next_step
        assert service.api_key.get_secret_value() not in repr(outcome) + str(outcome)
    assert transport.sent <= MOST_REQUESTS


@pytest.mark.catalogue
@pytest.mark.parametrize("operation", SENDING, ids=lambda operation: operation.name)
def test_a_refused_connection_ends_in_a_typed_error(operation, service, arguments):
    nowhere = replace(service, base_url="http://127.0.0.1:9")
    outcome = run(nowhere, operation, arguments[operation.name], httpx.HTTPTransport(verify=False))
    assert isinstance(outcome, ConnectionFailedError)
    assert outcome.retryable


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_while_waiting_never_loses_the_id(fault, service, standup):
    transport = Faulty(fault, method="GET")
    outcome = run(service, transcribe, {"audio": standup, "wait_seconds": 1}, transport, waits=True)
    if FAULTS[fault] in REFUSALS:
        assert isinstance(outcome, FAULTS[fault])
        assert outcome.transcript_id
        assert f"call get_transcript with transcript_id={outcome.transcript_id}" in str(outcome)
        assert "do not transcribe again" in str(outcome)
    else:
        assert outcome.status == "queued"
        assert f"call get_transcript with transcript_id={outcome.id}" in outcome.render()


@pytest.mark.parametrize(
    "fault", ["reset", "500:json", "503:html", "504:empty", "truncated-json", "html-200"]
)
def test_a_create_that_may_have_been_accepted_is_not_repeated_when_the_list_fails_too_and_says_so(
    fault, service, arguments
):
    transport = Faulty(fault)
    error = run(service, transcribe, arguments["transcribe"], transport)
    assert transport.creations == 1
    assert not error.retryable
    assert "look for it with list_transcripts first" in str(error)


def test_a_create_that_was_accepted_without_a_reply_is_found_and_waited_for(service, audio):
    transport = Faulty("reset", method="POST", path="/v2/transcript")
    with Client(service, transport=transport) as client:
        view = client.run(transcribe(audio=str(audio / "hello.flac"), wait_seconds=120))
    assert (view.status, transport.creations) == ("completed", 1)


@pytest.mark.parametrize(("fault", "creations"), [("500:json", 1), ("503:html", 2), ("504:empty", 1)])
def test_a_create_is_repeated_only_if_it_cannot_have_been_accepted_and_then_says_so(
    fault, creations, service
):
    transport = Faulty(fault, method="POST")
    error = run(service, transcribe, {"audio": f"https://audio.test/{uuid4()}.mp3"}, transport)
    looks = 4
    assert (transport.creations, transport.sent) == (creations, creations + looks)
    assert not error.retryable
    assert "look for it with list_transcripts first" in str(error)


def test_a_refusal_inside_a_success_is_reported_in_its_own_words(service):
    transport = Faulty("refusal-200", method="POST")
    gateway = replace(service, llm="gateway", llm_model=OFFLINE_MODEL)
    summarize = next(operation for operation in SENDING if operation.name == "summarize")
    error = run(gateway, summarize, {"input_text": "Hello."}, transport)
    assert isinstance(error, BadRequestError | PermissionDeniedError)
    assert str(error).startswith("The LLM Gateway refused: ")
