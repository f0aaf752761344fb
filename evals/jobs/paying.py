"""Jobs in which an order could be paid for twice by mistake."""

from collections.abc import Mapping
from typing import Any

from evals.checks.answers import tells
from evals.checks.conversation import first_answer
from evals.checks.service import ordered, uploaded
from evals.jobs.job import Job
from evals.recordings import STANDUP
from evals.scripts import endpoint_steps
from evals.scripts.script import Call, Reply, Say, Script, Steps
from evals.world.wire import Fault

_PARSER = "One of them promises to fix the parser by Thursday."
_NADIA = "Nadia tests it on Friday."
_SAID_OF_THURSDAY = "fix the parser by Thursday"
_SAID_OF_FRIDAY = "Nadia can test it on Friday"


def _said(transcript: Mapping[str, Any]) -> Reply:
    """The text of a transcript as the API gives it."""
    return Reply(transcript["text"])


def _twice(**again: Any) -> Script:
    def script() -> Steps:
        made = yield Call("transcribe", audio="standup.wav")
        made.must_have(_SAID_OF_THURSDAY)
        yield Say(_PARSER)
        found = yield Call("transcribe", audio="standup.wav", **again)
        found.must_have(_SAID_OF_FRIDAY)
        return _NADIA

    return script


def _look_again() -> Steps:
    address = yield from endpoint_steps.uploaded("standup.wav")
    made = yield from endpoint_steps.transcribed(address)
    _said(made).must_have(_SAID_OF_THURSDAY)
    yield Say(_PARSER)
    found = yield from endpoint_steps.ended(made["id"])
    _said(found).must_have(_SAID_OF_FRIDAY)
    return _NADIA


def _order_again() -> Steps:
    address = yield from endpoint_steps.uploaded("standup.wav")
    yield from endpoint_steps.transcribed(address)
    yield Say(_PARSER)
    yield from endpoint_steps.transcribed(address)
    return _NADIA


PAID_ONCE = Job(
    name="paid_once",
    aim="Two requests, one order, and an answer to both.",
    request="Transcribe standup.wav and tell me what is promised for Thursday.",
    replies=(
        "Sorry, I have closed the window, and your answer is gone. What does standup.wav say: who tests on Friday?",
    ),
    files=(STANDUP,),
    checks=(ordered(1), first_answer(tells("parser")), tells("Nadia")),
    right={"tools": _twice(), "endpoints": _look_again},
    wrong={"tools": _twice(again=True), "endpoints": _order_again},
)


def _transcribe(**again: Any) -> Script:
    def script() -> Steps:
        made = yield Call("transcribe", audio="standup.wav", **again)
        made.must_have(_SAID_OF_FRIDAY)
        return _NADIA

    return script


PAID_YESTERDAY = Job(
    name="paid_yesterday",
    aim="It was transcribed in an earlier conversation: nothing is ordered.",
    request="Transcribe standup.wav, please. Who tests on Friday?",
    files=(STANDUP,),
    earlier=(STANDUP,),
    checks=(ordered(0), tells("Nadia")),
    right={"tools": _transcribe()},  # the API does not say which file a transcript belongs to
    wrong={"tools": _transcribe(again=True)},
)


def _upload_again() -> Steps:
    yield Call("upload_file", file="standup.wav")
    address = yield from endpoint_steps.uploaded("standup.wav")
    made = yield from endpoint_steps.transcribed(address)
    _said(made).must_have(_SAID_OF_FRIDAY)
    return _NADIA


def _make_sure() -> Steps:
    yield Call("transcribe", audio="standup.wav")
    yield Call("transcribe", audio="standup.wav", again=True)
    return _NADIA


LOST_UPLOAD = Job(
    name="lost_upload",
    aim="The reply to the upload is lost; one order in the end.",
    request="Who tests on Friday, according to standup.wav? You have to transcribe it first. The line is bad today.",
    files=(STANDUP,),
    faults=(Fault("POST", "/v2/upload", "reset"),),
    checks=(ordered(1), tells("Nadia")),
    right={"tools": _transcribe(), "endpoints": _upload_again},
    wrong={"tools": _make_sure},
)


def _after_an_error() -> Steps:
    reply = yield Call("transcribe", audio="standup.wav")
    if "parser" not in reply.text:
        reply = yield Call("transcribe", audio="standup.wav")
    reply.must_have(_SAID_OF_FRIDAY)
    return _NADIA


def _order_once_more() -> Steps:
    address = yield from endpoint_steps.uploaded("standup.wav")
    yield Call("create_transcript", audio_url=address)
    made = yield from endpoint_steps.transcribed(address)
    _said(made).must_have(_SAID_OF_FRIDAY)
    return _NADIA


REFUSED_ORDER = Job(
    name="refused_order",
    aim="The order is refused once (503); one upload and one order in the end.",
    request="Transcribe standup.wav. Who tests on Friday? Our line is slow: do not upload it more often than needed.",
    files=(STANDUP,),
    faults=(Fault("POST", "/v2/transcript", "503"),),
    checks=(ordered(1), uploaded(1), tells("Nadia")),
    right={"tools": _after_an_error, "endpoints": _order_once_more},
    wrong={"tools": _make_sure},
)

JOBS = (PAID_ONCE, PAID_YESTERDAY, LOST_UPLOAD, REFUSED_ORDER)
