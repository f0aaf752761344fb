import pytest

from assemblyai_tools.api.upload import upload
from assemblyai_tools.errors import UnexpectedReplyError
from assemblyai_tools.flow import Request


def test_a_file_is_streamed_in_one_request_and_its_url_returned(walk, reply):
    steps, url = walk(upload("a.wav"), reply({"upload_url": "https://cdn.test/u1", "new": 1}))
    assert steps == [
        Request("POST", "/v2/upload", file="a.wav", timeout=120.0, retry_for=300.0, harmless=True)
    ]
    assert url == "https://cdn.test/u1"


@pytest.mark.parametrize("body", ["<html>", {}, {"upload_url": None}])
def test_a_reply_without_a_url_is_unexpected(walk, reply, body):
    with pytest.raises(UnexpectedReplyError):
        walk(upload("a.wav"), reply(body))
