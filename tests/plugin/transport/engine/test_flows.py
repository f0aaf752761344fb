"""Running a flow; test_sending.py tests single requests."""

from dataclasses import replace

import pytest
from pydantic import SecretStr
from tests.plugin.playing import Played, answer
from tests.plugin.transport.engine.things import DELETE, GET

from assemblyai_tools import Settings, get_transcript, transcribe, upload_file
from assemblyai_tools.errors import BadRequestError, FileAccessError, InvalidArgumentsError, NotFoundError
from assemblyai_tools.flow import (
    Await,
    CheckNewFile,
    Choices,
    Pause,
    Reply,
    SaveFile,
    choices,
    compute,
    save,
    send,
)
from assemblyai_tools.transport.engine import Engine


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
