import copy
import pickle

import pytest

from assemblyai_tools import errors
from assemblyai_tools.errors import (
    APIError,
    AssemblyAIError,
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    FileAccessError,
    InvalidArgumentsError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    TranscriptionFailedError,
    UnexpectedReplyError,
    concerning,
    error_class,
)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (402, BadRequestError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (408, ServerError),
        (409, BadRequestError),
        (410, NotFoundError),
        (422, BadRequestError),
        (429, RateLimitedError),
        (500, ServerError),
        (503, ServerError),
        (599, ServerError),
    ],
)
def test_every_error_status_has_its_class(status, expected):
    assert error_class(status) is expected


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (AssemblyAIError("It broke."), "It broke."),
        (AssemblyAIError("It broke.", next_step="Mend it."), "It broke. Mend it."),
        (InvalidArgumentsError("No."), "No. Correct the arguments and call again."),
        (InvalidArgumentsError("No.", next_step=""), "No."),
        (ConnectionFailedError("No."), "No. Check the network and try again."),
        (
            UnexpectedReplyError("No."),
            "No. The arguments were not at fault. Try again once; if it happens again, report it.",
        ),
        (
            BadRequestError("No.", status=400),
            "No. Do not repeat the same call; change what the message names.",
        ),
        (
            AuthenticationError("No.", status=401),
            (
                "No. Trying again will not help: the person who runs this must set ASSEMBLYAI_API_KEY to a valid key "
                "(https://www.assemblyai.com/dashboard) and restart."
            ),
        ),
        (
            NotFoundError("No.", status=404),
            "No. Trying again will not help. Check the id and the configured service address.",
        ),
        (
            ServerError("No.", status=500),
            "No. This is the service's own trouble. Try again in a minute.",
        ),
    ],
)
def test_an_error_says_what_happened_and_what_to_do_next(error, text):
    assert str(error) == text


@pytest.mark.parametrize(
    ("retry_after", "text"),
    [
        (None, "Slow down. Wait a minute, then call again with the same arguments."),
        (0.0, "Slow down. Wait a minute, then call again with the same arguments."),
        (0.2, "Slow down. Wait 1 s, then call again with the same arguments."),
        (7.0, "Slow down. Wait 7 s, then call again with the same arguments."),
    ],
)
def test_a_rate_limit_says_how_long_to_wait(retry_after, text):
    error = RateLimitedError("Slow down.", status=429, retry_after=retry_after)
    assert (str(error), error.retry_after, error.status) == (text, retry_after, 429)


def test_a_rate_limit_keeps_a_given_next_step():
    assert str(RateLimitedError("No.", status=429, next_step="Stop.")) == "No. Stop."


def test_an_error_names_the_transcript_it_concerns():
    error = TranscriptionFailedError("It failed.", next_step="Try another file.", transcript_id="t1")
    assert str(error) == "It failed. Try another file. The transcript id is t1."


def test_an_error_does_not_tell_the_caller_the_id_that_the_caller_gave():
    with pytest.raises(ServerError) as caught, concerning("t1"):
        raise ServerError("It broke.", status=500)
    assert caught.value.transcript_id == "t1"
    assert str(caught.value) == str(ServerError("It broke.", status=500))


def test_an_error_about_another_transcript_than_the_given_one_names_it():
    with pytest.raises(AssemblyAIError) as caught, concerning("t1"):
        raise AssemblyAIError("It broke.", transcript_id="t2")
    assert str(caught.value) == "It broke. The transcript id is t2."


def test_an_error_does_not_name_its_transcript_twice():
    assert str(AssemblyAIError("Transcript t1 failed.", transcript_id="t1")) == "Transcript t1 failed."


def test_an_error_names_the_finished_upload():
    error = ServerError("It broke.", status=500)
    error.upload_url = "https://cdn.test/u1"
    assert str(error) == (
        "It broke. This is the service's own trouble. Try again in a minute. "
        "The upload is kept: give audio=https://cdn.test/u1 if you transcribe it again."
    )


@pytest.mark.parametrize(
    ("error", "retryable"),
    [
        (ConnectionFailedError("x"), True),
        (UnexpectedReplyError("x"), True),
        (RateLimitedError("x", status=429), True),
        (ServerError("x", status=500), True),
        (BadRequestError("x", status=400), False),
        (AuthenticationError("x", status=401), False),
        (NotFoundError("x", status=404), False),
        (FileAccessError("x"), False),
        (TranscriptionFailedError("x"), False),
    ],
)
def test_an_error_says_whether_the_same_call_may_succeed_later(error, retryable):
    assert error.retryable is retryable


def test_the_tree_at_the_top_of_the_module_names_every_class_under_its_parent():
    drawn = {}
    path = {}
    for line in (errors.__doc__ or "").splitlines():
        name = next((word for word in line.replace("─", " ").split() if word.endswith("Error")), None)
        if name and hasattr(errors, name):
            depth = line.index(name)
            path = {d: n for d, n in path.items() if d < depth} | {depth: name}
            drawn[name] = path[max((d for d in path if d < depth), default=depth)]
    defined = {
        name: value.__mro__[1].__name__ if value is not AssemblyAIError else name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, AssemblyAIError)
    }
    assert drawn == defined


def make(kind):
    error = kind("It broke.", status=500) if issubclass(kind, APIError) else kind("It broke.")
    error.next_step, error.transcript_id = "Mend it.", "t1"
    error.upload_url, error.request_id = "https://cdn.test/u1", "r1"
    return error


@pytest.mark.parametrize(
    "kind",
    [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, AssemblyAIError)],
)
@pytest.mark.parametrize("carry", [lambda error: pickle.loads(pickle.dumps(error)), copy.deepcopy])
def test_an_error_survives_pickling_and_copying_with_all_its_attributes(kind, carry):
    error = make(kind)
    other = carry(error)
    assert (type(other), str(other), other.args, vars(other)) == (kind, str(error), error.args, vars(error))
