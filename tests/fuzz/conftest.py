"""One emulator in this process, with transcripts in every state."""

import io
import json
import wave
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anyio
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from tests.fuzz.asgi import Answer, call

from assemblyai_emulator.app import create_app
from assemblyai_emulator.config import Settings

SCENARIOS = Path(__file__).parents[2] / "examples" / "scenarios"
SCENARIO_URL = "https://example.com/standup.mp3"
KEY = (b"authorization", b"fuzz")


@dataclass
class Fuzzed:
    """`ids` are real ids, of transcripts in every state and of LeMUR requests. `done` is a completed transcript's."""

    app: object
    portal: BlockingPortal
    audio_urls: list[str]
    done: str = ""
    ids: tuple[str, ...] = ()

    def call(self, method: str, path: str, **request) -> Answer:
        # The page answers nobody but itself.
        own = [(b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1")]
        rest = own if path.startswith("/_page/") else [(b"host", b"emulator.test")]
        request.setdefault("headers", [KEY, *rest])
        return self.portal.call(partial(call, self.app, method, path, **request))

    def post(self, path: str, body: object) -> dict:
        answer = self.call("POST", path, body=json.dumps(body).encode())
        assert answer.status == 200, answer
        return json.loads(answer.body)

    def ended(self, transcript_id: str) -> dict:
        return self.portal.call(self._ended, transcript_id)

    async def _ended(self, transcript_id: str) -> dict:
        with anyio.fail_after(120):
            while True:
                answer = await call(self.app, "GET", f"/v2/transcript/{transcript_id}", headers=[KEY])
                transcript = json.loads(answer.body)
                if answer.status != 200 or transcript["status"] in {"completed", "error"}:
                    return transcript
                await anyio.sleep(0.01)


@pytest.fixture(scope="session")
def fuzzed(tmp_path_factory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("fuzz") / "data", scenarios=SCENARIOS)
    app = create_app(settings)
    # In a thread of its own: Hypothesis draws values where it likes, and stops a test where it likes.
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(app.router.lifespan_context(app)),
    ):
        given = Fuzzed(app, portal, [SCENARIO_URL])
        upload = given.call("POST", "/v2/upload", body=_silence())
        given.audio_urls.append(json.loads(upload.body)["upload_url"])
        made = [
            given.post("/v2/transcript", {"audio_url": url})["id"]
            for url in (SCENARIO_URL, SCENARIO_URL, given.audio_urls[1], "http://127.0.0.1:9/none.mp3")
        ]
        for transcript_id in made:
            given.ended(transcript_id)
        given.call("DELETE", f"/v2/transcript/{made[1]}")
        answer = given.post("/lemur/v3/generate/summary", {"transcript_ids": [made[0]]})
        given.done, given.ids = made[0], (*made, answer["request_id"])
        yield given


def _silence() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 16_000, 0, "NONE", "not compressed"))
        writer.writeframes(bytes(16_000))
    return file.getvalue()
