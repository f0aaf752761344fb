"""Jobs that cannot be done: the model must say so. One more job is about a token.

The person asks for a fixed word at the beginning of the answer, so that no prose has to be judged.
"""

from evals.checks.answers import begins_with, matches
from evals.checks.files import no_files
from evals.checks.service import ordered, requested, token_for, uploaded
from evals.jobs.job import Job
from evals.recordings import LOST, MOVIE
from evals.scripts import endpoint_steps
from evals.scripts.script import Call, Reply, Script, Steps

_SAY = "Begin your answer with DONE or NOT DONE."
_NOT_DONE = begins_with("NOT DONE")

_GONE = "NOT DONE. The recording could not be downloaded: its server answered 404 Not Found. Is the address right?"


def _report(*, tries: int) -> Script:
    def script() -> Steps:
        for _ in range(tries):
            told = yield Call("transcribe", audio=LOST.where, **({"again": True} if tries > 1 else {}))
            told.must_have("404 Not Found")
        return _GONE

    return script


def _report_by_endpoints() -> Steps:
    failed = yield from endpoint_steps.transcribed(LOST.where)
    Reply(failed["error"]).must_have("404 Not Found")
    return _GONE


def _insist_by_endpoints() -> Steps:
    for _ in range(3):
        yield from endpoint_steps.transcribed(LOST.where)
    return _GONE


TOLD_OF_AN_ERROR = Job(
    name="told_of_an_error",
    aim="It is ordered once, and the answer begins with NOT DONE; no text is made up.",
    request=f"Transcribe {LOST.where} for me, please. {_SAY} If it is not, say why.",
    checks=(ordered(1), no_files, _NOT_DONE),
    right={"tools": _report(tries=1), "endpoints": _report_by_endpoints},
    wrong={"tools": _report(tries=3), "endpoints": _insist_by_endpoints},
)

_TOO_LARGE = (
    "NOT DONE. movie.wav is too large: 2.3 GB, and the service takes 2.2 GB. Please compress it, or cut it."
)


def _measure() -> Steps:
    told = yield Call("transcribe", audio="movie.wav")
    told.must_have("2,300,000,000 bytes", "2.2 GB")
    return _TOO_LARGE


def _pretend() -> Steps:
    yield Call("transcribe", audio="movie.wav")
    return "DONE. movie.wav is being transcribed; the limit is 2.2 GB."


def _try_to_upload() -> Steps:
    listed = yield Call("list_files")
    listed.must_have("movie.wav 2300000000 bytes")
    told = yield Call("upload_file", file="movie.wav")
    told.must_have("413", "2.2 GB")
    return _TOO_LARGE


TOO_LARGE = Job(
    name="too_large",
    aim="The answer begins with NOT DONE and names the limit; nothing is uploaded.",
    request=f"Transcribe movie.wav. {_SAY} If the file is too large, name the limit in GB.",
    files=(MOVIE,),
    checks=(
        ordered(0),
        uploaded(0),
        no_files,
        _NOT_DONE,
        matches(r"(?<![\d.,])2[.,](?:20*|0[45])(?!\d)", "the limit, 2.2 GB"),
    ),
    right={"tools": _measure, "endpoints": _try_to_upload},
    wrong={"tools": _pretend},
)

_WRONG = "6f0c2a4e-0000-4000-8000-000000000000"
_UNKNOWN = f"NOT DONE. There is no transcript {_WRONG} in your account, so I could not save captions."


def _look_up(tool: str) -> Script:
    def script() -> Steps:
        told = yield Call(tool, transcript_id=_WRONG, subtitle_format="srt")
        told.must_have("transcript id not found")
        return _UNKNOWN

    return script


def _make_up() -> Steps:
    yield Call("get_subtitles", transcript_id=_WRONG)
    yield Call("write_file", name="captions.srt", text="1\n00:00:00,000 --> 00:00:01,000\n...\n")
    return f"NOT DONE. There was no transcript {_WRONG}, so the captions are empty."


WRONG_ID = Job(
    name="wrong_id",
    aim="It was looked for, and the answer begins with NOT DONE; no file is made up.",
    request=f"Save the captions of transcript {_WRONG} as captions.srt. {_SAY} If it is not, say why.",
    checks=(
        no_files,
        ordered(0),
        requested("GET", "/v2/transcript*"),
        _NOT_DONE,
    ),
    right={"tools": _look_up("get_subtitles"), "endpoints": _look_up("get_subtitles")},
    wrong={"tools": _make_up},
)


def _token(expires: int, longest: int | None, tool: str) -> Script:
    names = ("expires_in_seconds", "max_session_duration_seconds")
    given = {name: value for name, value in zip(names, (expires, longest), strict=True) if value}

    def script() -> Steps:
        made = yield Call(tool, **given)
        return f"Here it is. {made.text}"

    return script


TOKEN = Job(
    name="token",
    aim="The token was made for these times, and is in the answer.",
    request=(
        "Our web page is to stream from the microphone. Get it a temporary token and show it to me: to be used within "
        "90 seconds, for sessions of ten minutes at most."
    ),
    checks=(token_for(90, 600), ordered(0)),
    right={
        "tools": _token(90, 600, "create_streaming_token"),
        "endpoints": _token(90, 600, "create_temporary_token"),
    },
    wrong={"tools": _token(90, None, "create_streaming_token")},
)

JOBS = (TOLD_OF_AN_ERROR, TOO_LARGE, WRONG_ID, TOKEN)
