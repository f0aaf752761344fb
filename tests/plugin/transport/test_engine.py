"""Running a flow; test_engine_sending.py tests single requests."""

import base64
import json
from dataclasses import replace
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from tests.plugin.playing import Played, answer

from assemblyai_tools import Settings, get_transcript, transcribe, upload_file
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.errors import (
    AssemblyAIError,
    AuthenticationError,
    BadRequestError,
    FileAccessError,
    InvalidArgumentsError,
    NotFoundError,
    RateLimitedError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import (
    Await,
    CheckNewFile,
    Choices,
    Pause,
    Reply,
    Request,
    SaveFile,
    choices,
    compute,
    fetch,
    save,
    send,
)
from assemblyai_tools.transport.engine import Engine
from assemblyai_tools.transport.retry import Lost
from assemblyai_tools.waiting.progress import Progress

GET = Request("GET", "/v2/thing")
POST = Request("POST", "/v2/thing", json={"a": 1})
DELETE = Request("DELETE", "/v2/thing")


@pytest.fixture
def service(settings):
    return Played(settings)


def everything_shown(error):
    shown = [str(error), repr(error), repr(error.args), error.message, error.next_step]
    return " ".join([*shown, *(everything_shown(cause) for cause in (error.__cause__,) if cause)])


@pytest.mark.parametrize(
    "outcome",
    [
        {"error": "Invalid key {key}, see {key}"},
        "the key {key} is wrong",
        Lost(sent=True, reason="could not send header {key}"),
    ],
)
def test_a_key_that_the_service_echoes_is_never_shown(service, key, outcome):
    if isinstance(outcome, Lost):
        outcome = replace(outcome, reason=outcome.reason.format(key=key))
    else:
        outcome = answer(401, json.loads(json.dumps(outcome).replace("{key}", key)))
    with pytest.raises(AssemblyAIError) as caught:
        service.play(send(POST), outcome)
    assert "[api key]" in str(caught.value)
    assert key not in everything_shown(caught.value)


@pytest.mark.parametrize("body", ["hello {key}", '{"status": {"{key}": 1}, "id": "{key}"}'])
def test_a_key_in_an_unreadable_reply_is_never_shown(service, key, body):
    with pytest.raises(UnexpectedReplyError) as caught:
        service.play(fetch(GET, Transcript), answer(200, body.replace("{key}", key)))
    assert key not in everything_shown(caught.value)


@pytest.mark.parametrize(
    "form",
    [
        lambda key: quote(f"{key}", safe=""),
        lambda key: base64.b64encode(key.encode()).decode(),
        lambda key: f"{key[:12]}...",
        lambda key: f"{key[:10]}****",
    ],
)
def test_a_key_that_is_encoded_or_shortened_is_not_shown_either(settings, form):
    key = "a+secret/0123456789abcdef"
    service = Played(replace(settings, api_key=SecretStr(key)))
    with pytest.raises(AssemblyAIError) as caught:
        service.play(send(POST), answer(401, f"your key {form(key)} is wrong"))
    assert str(caught.value).startswith("your key [api key] is wrong (HTTP 401).")


@pytest.mark.parametrize("before", [71, 890])
def test_a_key_that_is_cut_in_two_is_not_shown_either(service, key, before):
    status = 200 if before < 100 else 401
    with pytest.raises(AssemblyAIError) as caught:
        service.play(fetch(POST, Transcript), answer(status, "x" * before + key))
    assert key[:8] not in everything_shown(caught.value)


def test_hiding_a_key_that_is_an_ordinary_word_leaves_other_text_alone(settings, tmp_path):
    service = Played(replace(settings, api_key=SecretStr("offline")))
    with pytest.raises(FileAccessError) as caught:
        service.play(upload_file(path=f"{tmp_path}/offline.wav"))
    assert "offline.wav" in str(caught.value)


def test_an_operation_may_recover_from_an_error(service):
    def flow():
        try:
            yield from send(GET)
        except NotFoundError:
            return (yield from send(DELETE))

    assert service.play(flow(), answer(404), answer(200, "x")) == Reply(200, b"x")


def test_a_pause_only_pauses(service):
    def flow():
        assert (yield Pause(3.0)) is None
        return "done"

    assert service.play(flow()) == "done"
    assert service.actions == [Pause(3.0)]


def test_a_bug_in_an_operation_stays_a_bug_and_its_flow_is_closed(service):
    closed = []

    def flow():
        try:
            yield GET
            raise RuntimeError("a bug")
        finally:
            closed.append(True)

    with pytest.raises(RuntimeError, match="a bug"):
        service.play(flow(), answer(200))
    assert closed == [True]


def test_a_wait_polls_until_the_job_has_ended_and_reports_progress(service):
    def flow():
        return (yield Await("t1", 45))

    last = service.play(
        flow(),
        answer(200, {"id": "t1", "status": "queued"}),
        answer(200, {"id": "t1", "status": "processing"}, x_emulator_progress="0.5"),
        answer(200, {"id": "t1", "status": "completed"}),
    )
    assert last.status == "completed"
    assert [call.url for call in service.calls] == ["http://service.test/v2/transcript/t1"] * 3
    assert service.reports == [
        Progress("waiting", "transcribing, 0 s", None, "t1"),
        Progress("waiting", "transcribing, 0 s", 0.5, "t1"),
        Progress("waiting", "transcribing, 1 s", None, "t1"),
    ]


def test_a_new_jobs_id_is_reported_before_the_first_pause(service):
    def flow():
        return (yield Await("t1", 45, fresh=True))

    driver = Engine(service.settings, lambda: 0.0, service.reports.append).drive(flow())
    assert isinstance(next(driver), Pause)
    assert service.reports == [Progress("waiting", "transcribing, 0 s", None, "t1")]
    driver.close()


def test_a_wait_survives_a_transient_failure(service):
    def flow():
        return (yield Await("t1", 45))

    last = service.play(flow(), answer(503), answer(200, {"id": "t1", "status": "error"}))
    assert last.status == "error"
    assert service.account.watch._waiters == {}


def test_a_wait_ends_after_the_given_seconds(service):
    result = service.play(
        get_transcript(transcript_id="t1", wait_seconds=1),
        *[answer(200, {"id": "t1", "status": "processing"})] * 3,
    )
    assert (result.status, service.now) == ("processing", 1.0)


def test_a_rate_limit_does_not_extend_a_wait_beyond_the_given_seconds(service):
    with pytest.raises(RateLimitedError) as caught:
        service.play(get_transcript(transcript_id="t1", wait_seconds=0), answer(429, retry_after="60"))
    assert str(caught.value) == (
        "GET /v2/transcript/t1 failed with HTTP 429. Wait 60 s, then call again with the same arguments."
    )
    assert (service.now, service.account.watch._waiters) == (0.0, {})


@pytest.mark.parametrize(
    "outcomes",
    [
        [Lost(sent=True, reason="reset")] * 2,
        [answer(503)] * 8,
        [answer(429, retry_after="300")] * 2,
        [answer(200, "<html>One moment</html>")] * 2,
    ],
    ids=["lost", "down", "busy", "web page"],
)
def test_a_wait_whose_looks_fail_ends_with_the_job_that_exists(service, outcomes):
    created = answer(200, {"id": "t1", "status": "queued"})
    view = service.play(transcribe(audio="https://x.test/a.mp3", wait_seconds=1), created, *outcomes)
    assert (view.id, view.status) == ("t1", "queued")
    assert "call get_transcript with transcript_id=t1" in view.render()
    assert service.account.watch._waiters == {}


def test_a_wait_that_fails_never_invites_a_second_job(service):
    created = answer(200, {"id": "t1", "status": "queued"})
    with pytest.raises(AuthenticationError) as caught:
        service.play(transcribe(audio="https://x.test/a.mp3"), created, answer(401))
    assert caught.value.transcript_id == "t1"
    assert str(caught.value) == (
        "GET /v2/transcript/t1 failed with HTTP 401. The job itself goes on: do not transcribe again, call "
        "get_transcript with transcript_id=t1 and wait_seconds=45."
    )
    assert service.account.watch._waiters == {}


def test_the_error_of_a_job_that_is_refused_after_an_upload_has_the_uploads_url(service, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"x")
    with pytest.raises(BadRequestError) as caught:
        service.play(
            transcribe(audio=f"{tmp_path}/a.wav", language_code="ba"),
            answer(200, {"upload_url": "https://cdn.test/u1"}),
            answer(400, {"error": "language_code ba is not known"}),
        )
    assert caught.value.upload_url == "https://cdn.test/u1"
    assert str(caught.value) == (
        "language_code ba is not known (HTTP 400). Do not repeat the same call; change what the message names. "
        "The upload is kept: give audio=https://cdn.test/u1 if you transcribe it again."
    )


def test_an_id_that_would_change_the_path_is_never_sent(service):
    with pytest.raises(InvalidArgumentsError):
        service.play(Await(i, 0) for i in ["../account"])
    assert service.actions == []


def test_an_operation_gets_the_error_if_its_file_cannot_be_saved():
    """So it can still return the text."""

    def flow():
        try:
            yield SaveFile("/etc/x.srt", "words")
        except FileAccessError:
            return "kept the words"

    service = Played(Settings(api_key=SecretStr("k"), allowed_dirs=()))
    assert service.play(flow()) == "kept the words"


def test_a_file_is_checked_without_being_written_and_its_content_may_be_made_when_it_is(tmp_path):
    def flow():
        yield CheckNewFile("a.bin")
        assert not list(tmp_path.iterdir())
        return (yield SaveFile("a.bin", lambda: b"\x00\xff"))

    service = Played(Settings(api_key=SecretStr("k"), allowed_dirs=(tmp_path,)))
    assert service.play(flow()) == str(tmp_path / "a.bin")
    assert (tmp_path / "a.bin").read_bytes() == b"\x00\xff"


def test_an_operation_gets_what_was_computed_or_the_error(service):
    def failing():
        raise InvalidArgumentsError("No word has a time.")

    def flow():
        with pytest.raises(InvalidArgumentsError):
            yield from compute(failing)
        return (yield from compute(lambda: "words"))

    assert service.play(flow()) == "words"


def test_an_operation_gets_the_settings_choices(settings):
    service = Played(replace(settings, llm="gateway", llm_model="m"))
    assert service.play(choices()) == Choices(
        llm="gateway", llm_model="m", streaming_socket="ws://service.test/v3/ws"
    )


def test_a_text_is_saved_in_an_allowed_folder(service, tmp_path):
    assert service.play(save(f"{tmp_path}/a.srt", "words")) == f"{tmp_path}/a.srt"
    assert (tmp_path / "a.srt").read_text() == "words"


def test_a_file_that_cannot_be_read_ends_the_call(service, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"x")
    unreadable = FileAccessError("It could not be read.")
    with pytest.raises(FileAccessError) as caught:
        service.play(upload_file(path=f"{tmp_path}/a.wav"), unreadable)
    assert caught.value is unreadable


def test_an_engine_without_a_callback_ignores_progress_reports(settings):
    engine = Engine(settings, lambda: 0.0)
    driver = engine.drive(get_transcript(transcript_id="t1"))
    next(driver)
    with pytest.raises(StopIteration) as stop:
        driver.send(answer(200, {"id": "t1", "status": "queued"}))
    assert stop.value.value.status == "queued"
