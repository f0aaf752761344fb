import httpx
import pytest
from benchmarks.accuracy.front_door import RefusedError, transcripts
from benchmarks.accuracy.recording import Recording

RECORDINGS = [Recording("a", b"one", "one"), Recording("b", b"two", "two")]


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda _: None)


def client(answer):
    return httpx.Client(base_url="http://emulator.test", transport=httpx.MockTransport(answer))


def test_each_recording_is_uploaded_and_its_transcript_read_when_it_has_ended():
    polls: dict[str, int] = {}
    asked: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v2/upload":
            return httpx.Response(
                200, json={"upload_url": f"http://emulator.test/{request.content.decode()}"}
            )
        if request.method == "POST":
            asked.append(request.content)
            return httpx.Response(200, json={"id": f"id-{len(asked)}"})
        polls[request.url.path] = polls.get(request.url.path, 0) + 1
        ended = {"/v2/transcript/id-1": "completed", "/v2/transcript/id-2": "error"}[request.url.path]
        return httpx.Response(
            200, json={"id": request.url.path, "status": ended if polls[request.url.path] > 1 else "queued"}
        )

    with client(answer) as http:
        found = transcripts(http, RECORDINGS, {"speaker_labels": True})
    assert [transcript["status"] for transcript in found] == ["completed", "error"]
    assert asked[0] == b'{"audio_url":"http://emulator.test/one","speaker_labels":true}'


def test_a_request_that_is_not_taken_gives_the_reason():
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v2/upload":
            return httpx.Response(200, json={"upload_url": "http://emulator.test/one"})
        return httpx.Response(400, json={"error": "speaker_labels needs moonshine-voice"})

    with client(answer) as http, pytest.raises(RefusedError, match="speaker_labels needs moonshine-voice"):
        transcripts(http, RECORDINGS, {})
