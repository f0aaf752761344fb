"""What the protocol makes of errors and of the codes with which a session is closed."""

import pytest
from tests.plugin.streaming.conftest import speech
from tests.plugin.streaming.protocol_steps import begun, sent, tell

from assemblyai_tools import AuthenticationError, BadRequestError, PermissionDeniedError, ServerError


@pytest.mark.parametrize(
    ("code", "again", "passes"),
    [
        (None, False, True),
        (1011, False, True),
        (3005, False, True),
        (3007, True, False),
        (3009, False, False),
        (3009, True, True),
        (1008, True, False),
        (4999, True, False),
    ],
)
def test_passing_faults_are_known_by_their_codes(code, again, passes):
    assert begun().may_pass(code, again=again) is passes


def test_the_message_before_the_close_says_why():
    one = begun()
    assert tell(one, {"type": "Error", "error_code": 3006, "error": "Invalid JSON: {"}) == []
    assert one.closing.error_code == 3006
    assert str(one.closed(1006)).startswith("Invalid JSON: { (close code 3006).")
    assert not one.may_pass(None, again=False)


@pytest.mark.parametrize("message", [{"error": "boom"}, {"type": "Error", "error_code": "x", "error": None}])
@pytest.mark.parametrize(
    ("code", "passes", "kind"),
    [
        (None, False, ServerError),
        (1000, False, ServerError),
        (1011, True, ServerError),
        (1008, False, PermissionDeniedError),
        (3006, False, BadRequestError),
        (4999, False, ServerError),
    ],
)
def test_the_close_code_explains_an_error_without_one(message, code, passes, kind):
    one = begun()
    one.add_audio(speech(100))
    tell(one, message)
    assert one.closing.is_refused
    assert sent(one) == []
    error = one.closed(code)
    assert one.may_pass(code, again=True) is passes
    assert error.retryable is (passes or code == 4999)
    assert isinstance(error, kind) or (message["error"] is None and code == 1008)


@pytest.mark.parametrize(("told", "kind"), [("Not authorized", AuthenticationError), ("boom", ServerError)])
def test_an_error_that_no_code_explains_is_not_tried_again(told, kind):
    one = begun()
    tell(one, {"error": told})
    error = one.closed(None)
    assert (type(error), error.retryable, one.may_pass(None, again=True)) == (kind, False, False)
    assert str(error).startswith(f"{told}.")


def test_a_code_may_be_a_text():
    one = begun()
    tell(one, {"type": "Error", "error_code": "3006", "error": "Invalid speech_model"})
    assert str(one.closed(None)).startswith("Invalid speech_model (close code 3006).")
    assert not one.may_pass(None, again=True)


def test_a_normal_close_before_the_end_is_none_unless_it_was_asked_for():
    assert begun().closed(1000).retryable
    assert begun(inactivity_timeout=5).closed(1000) is None
    one = begun()
    one.terminate()
    assert one.closed(1000) is None
    assert one.settle() == []
