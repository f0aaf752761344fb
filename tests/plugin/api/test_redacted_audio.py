import pytest

from assemblyai_tools.api.redacted_audio import RedactedAudio, read_redacted_audio
from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Request

READY = {"status": "redacted_audio_ready", "redacted_audio_url": "https://s3.test/a?sig=1"}


def test_audio_that_is_ready_is_one_short_request(walk, reply):
    steps, found = walk(read_redacted_audio("t1"), reply(READY))
    assert steps == [Request("GET", "/v2/transcript/t1/redacted-audio", timeout=10.0, retry_for=10.0)]
    assert found == RedactedAudio(redacted_audio_url="https://s3.test/a?sig=1")


@pytest.mark.parametrize("body", ["", "Accepted", "<html>", {"status": "processing"}, READY])
def test_a_202_means_not_ready_whatever_its_body(walk, reply, body):
    assert walk(read_redacted_audio("t1"), reply(body, status=202))[1] is None


@pytest.mark.parametrize("body", ["", "<html>", {}, {"status": "processing", "redacted_audio_url": None}])
def test_a_200_without_a_url_is_unexpected(walk, reply, body):
    with pytest.raises(UnexpectedReplyError):
        walk(read_redacted_audio("t1"), reply(body))


def test_only_an_id_becomes_part_of_a_path():
    with pytest.raises(InvalidArgumentsError):
        next(read_redacted_audio("../account"))
