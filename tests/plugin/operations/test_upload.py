import pytest

from assemblyai_tools import InvalidArgumentsError, UnexpectedReplyError, upload_file
from assemblyai_tools.flow import Request
from assemblyai_tools.operations.upload import UploadView

URL = "https://cdn.test/upload/u1"


def test_a_file_is_uploaded_and_its_url_returned(walk, reply):
    steps, view = walk(upload_file(path="a.wav"), reply({"upload_url": URL}))
    assert steps == [
        Request("POST", "/v2/upload", file="a.wav", timeout=120.0, retry_for=300.0, harmless=True)
    ]
    assert view == UploadView(upload_url=URL)
    assert view.render() == f"Uploaded. Call transcribe with audio={URL} (only this API key can use it)."
    assert view.dump() == {"upload_url": URL, "next_step": view.next_step}


def test_a_reply_without_a_url_is_unexpected(walk, reply):
    with pytest.raises(UnexpectedReplyError):
        walk(upload_file(path="a.wav"), reply({}))


def test_a_path_is_required():
    with pytest.raises(InvalidArgumentsError) as caught:
        upload_file.start({"folder": "a.wav"})
    assert str(caught.value) == (
        "upload_file was not called: the argument 'path' is required; there is no argument 'folder'; it takes path. "
        "Correct the arguments and call again."
    )
