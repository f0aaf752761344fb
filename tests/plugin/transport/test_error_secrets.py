"""No error shows a secret, however it is made, and whatever led to it."""

import json
import traceback
from dataclasses import replace

import pytest
from pydantic import BaseModel, SecretStr, ValidationError
from tests.plugin.playing import Played, answer

from assemblyai_tools import ALL_OPERATIONS, transcribe
from assemblyai_tools.errors import AssemblyAIError, FileAccessError
from assemblyai_tools.flow import Request, send

KEY = "4b1d7c09e2f85a3361c0d94ea7b25f18"


def failure(settings, flow, outcome):
    played = Played(settings)
    with pytest.raises(AssemblyAIError) as caught:
        played.play(flow, *[outcome] * 40)
    return caught.value


def printed(error):
    return "".join(traceback.format_exception(error)) + repr(vars(error))


class Number(BaseModel):
    number: int


def earlier_error():
    """An error whose text is not in its arguments."""
    try:
        Number(number=f"{KEY}")
    except ValidationError as error:
        return error


@pytest.mark.parametrize("cause", [ValueError(f"bad header {KEY.upper()}"), earlier_error()])
def test_a_traceback_shows_no_key(settings, cause):
    def failing():
        yield from ()
        error = FileAccessError(f"It is {KEY}.", next_step=f"Not {KEY}.")
        error.upload_url, error.request_id = f"https://a.test/{KEY}", f"r-{KEY}"
        error.add_note(f"with {KEY}")
        raise error from cause

    with pytest.raises(FileAccessError) as caught:
        Played(replace(settings, api_key=SecretStr(KEY))).play(failing())
    assert KEY not in printed(caught.value).lower()
    assert caught.value.next_step == "Not [api key]."


def test_a_bug_shows_no_key(settings):
    def failing():
        yield from ()
        raise KeyError(f"{KEY}")

    with pytest.raises(KeyError) as caught:
        Played(replace(settings, api_key=SecretStr(KEY))).play(failing())
    assert KEY not in printed(caught.value)


def test_errors_that_lead_to_each_other_are_masked_once(settings):
    def failing():
        yield from ()
        first, second = ValueError(KEY), ValueError("second")
        first.__context__, second.__context__ = second, first
        raise first

    with pytest.raises(ValueError, match=r"\[api key\]"):
        Played(replace(settings, api_key=SecretStr(KEY))).play(failing())


def test_the_webhooks_secret_is_masked_like_the_key(settings):
    secret = "s3cret-of-the-webhook-0815"
    flow = transcribe(
        audio_url="https://a.test/a.mp3",
        webhook_url="https://b.test/",
        webhook_auth_header_name="X-Secret",
        webhook_auth_header_value=secret,
    )
    error = failure(
        settings, flow, answer(400, {"error": f"webhook_auth_header_value {secret} is not allowed"})
    )
    assert "[api key]" in str(error)
    assert secret not in printed(error)


def test_the_secret_of_the_own_webhook_is_masked_too(settings):
    played = Played(settings)
    played.account.watch.webhook = ("x-secret", "s3cret-of-the-webhook-0815")
    with pytest.raises(AssemblyAIError) as caught:
        played.play(send(Request("GET", "/v2/a")), answer(400, {"error": "s3cret-of-the-webhook-0815?"}))
    assert caught.value.message == "[api key]? (HTTP 400)."


def test_a_transcript_that_repeats_the_key_is_shown_without_it(settings):
    completed = {"id": "t1", "status": "completed", "text": f"My key is {KEY.upper()}.", "words": []}
    played = Played(replace(settings, api_key=SecretStr(KEY)))
    get = next(one for one in ALL_OPERATIONS if one.name == "get_transcript")
    view = played.play(get(transcript_id="t1"), answer(200, json.dumps(completed)))
    assert "My key is [api key]." in view.render()
    assert KEY not in json.dumps(view.dump()).lower()


class OwnTextError(Exception):
    """An error whose text is not in its arguments."""

    def __init__(self, text):
        super().__init__()
        self.text = text

    def __str__(self):
        return self.text


class OwnReprError(LookupError):
    """An error that shows more to programmers."""

    def __repr__(self):
        return f"OwnReprError({KEY})"

    def __str__(self):
        raise RuntimeError(KEY)


class NoRepr:
    """A value that cannot be shown."""

    def __repr__(self):
        raise RuntimeError(KEY)


def undecodable():
    return UnicodeDecodeError("utf-8", KEY.encode(), 0, 1, KEY)


def led_by(error, *, cause=None, context=None):
    error.__cause__, error.__context__ = cause, context
    return error


class OwnTroubleError(FileAccessError):
    """An error of ours that shows more than its message."""

    def __str__(self):
        return f"{self.message} {KEY}"


LEAKS = {
    "one of ours": (lambda: OwnTroubleError("Not there."), FileAccessError),
    "a dict": (lambda: ValueError({"k": KEY}), ValueError),
    "bytes": (lambda: KeyError(KEY.encode()), KeyError),
    "own text": (lambda: OwnTextError(KEY), Exception),
    "own repr": (OwnReprError, LookupError),
    "several arguments": (undecodable, UnicodeError),
    "a file": (lambda: FileNotFoundError(2, "No such file", f"/x/{KEY}"), FileNotFoundError),
    "two files": (lambda: OSError(18, "Not there", f"/x/{KEY}", None, f"/y/{KEY}"), OSError),
    "a file in bytes": (lambda: OSError(2, "No such file", f"/x/{KEY}".encode()), OSError),
    "a group": (lambda: ExceptionGroup("two", [ValueError(KEY), OwnTextError(KEY)]), ExceptionGroup),
    "a group's text": (lambda: ExceptionGroup(KEY, [ValueError("a")]), ExceptionGroup),
    "groups": (
        lambda: ExceptionGroup("a", [ExceptionGroup("b", [OwnTextError(KEY)]), ValueError("c")]),
        ExceptionGroup,
    ),
    "a cause": (lambda: led_by(ValueError("a"), cause=OwnTextError(KEY)), ValueError),
    "a context": (
        lambda: led_by(ValueError("a"), context=ExceptionGroup("g", [OwnTextError(KEY)])),
        ValueError,
    ),
    "a cause of its own": (lambda: led_by(OwnTextError(KEY), cause=OwnTextError(f"b {KEY}")), Exception),
}
"""Errors that show a key, and the family that they stay in, by what shows it."""


@pytest.mark.parametrize(("make", "family"), LEAKS.values(), ids=LEAKS)
def test_no_error_shows_a_key_and_each_stays_in_its_family(settings, make, family):
    def failing():
        yield from ()
        error = make()
        error.add_note(f"for {KEY}")
        raise error

    with pytest.raises(family) as caught:
        Played(replace(settings, api_key=SecretStr(KEY))).play(failing())
    assert KEY not in printed(caught.value)
    assert KEY not in repr(caught.value)
    assert caught.value.__notes__ == ["for [api key]"]
    assert "in failing" in printed(caught.value), "where it happened stays"


def test_what_led_to_an_error_stays_without_the_key(settings):
    def failing():
        yield from ()
        raise led_by(OwnTextError(f"a {KEY}"), cause=OwnTextError(f"b {KEY}"))

    with pytest.raises(Exception, match=r"a \[api key\]") as caught:
        Played(replace(settings, api_key=SecretStr(KEY))).play(failing())
    assert str(caught.value.__cause__) == "b [api key]"
    assert caught.value.__context__ is None


def test_errors_without_a_key_stay_the_same(settings):
    inner = ValueError({"a": 1}, NoRepr())
    group = ExceptionGroup("two", [inner, OSError(2, "No such file", "/x/y")])

    def failing():
        yield from ()
        raise group from inner

    with pytest.raises(ExceptionGroup) as caught:
        Played(replace(settings, api_key=SecretStr(KEY))).play(failing())
    assert caught.value is group
    assert group.exceptions[0] is group.__cause__ is inner
    assert group.exceptions[1].filename == "/x/y"
