"""One emulator in this process for all tests, with real decoding. Every test uses a key of its own."""

import io
import uuid
import wave
from pathlib import Path

import anyio
import httpx
import numpy as np
import pytest

from assemblyai_emulator.app import create_app
from assemblyai_emulator.config import Settings
from assemblyai_emulator.wording.words import Word

AUDIO = Path(__file__).parent.parent / "audio"


@pytest.fixture(scope="session")
def hello() -> Path:
    return AUDIO / "hello.flac"


@pytest.fixture(scope="session")
def two_channels() -> Path:
    return AUDIO / "two_channels.flac"


@pytest.fixture(scope="session")
def wav():
    """Makes the bytes of a WAV file that holds a tone or silence."""

    def make(seconds: float, *, tone_hz: float = 0, channels: int = 1, rate: int = 16_000) -> bytes:
        times = np.arange(round(seconds * rate)) / rate
        samples = (8000 * np.sin(2 * np.pi * tone_hz * times)).astype("<i2")
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setparams((channels, 2, rate, 0, "NONE", "not compressed"))
            writer.writeframes(np.repeat(samples, channels).tobytes())
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def say():
    """Makes words from a text: 200 ms each, with gaps of 10 ms, or of 100 ms after a sentence."""

    def saying(text: str, start: int = 0, channel: str | None = None) -> list[Word]:
        words = []
        for spoken in text.split():
            words.append(Word(spoken, start, start + 200, 0.5, channel, channel))
            start += 300 if spoken.endswith((".", "?", "!")) else 210
        return words

    return saying


@pytest.fixture(scope="session")
def start():
    """Starts an emulator with its lifespan, and yields a client for it."""

    def starting(settings: Settings):
        return _Running(settings)

    return starting


class _Running:
    def __init__(self, settings: Settings) -> None:
        self._app = create_app(settings)
        self._lifespan = self._app.router.lifespan_context(self._app)

    async def __aenter__(self) -> httpx.AsyncClient:
        await self._lifespan.__aenter__()
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://emulator.test")
        self._client.app = self._app
        return self._client

    async def __aexit__(self, *exception) -> None:
        await self._client.aclose()
        await self._lifespan.__aexit__(*exception)


@pytest.fixture(scope="session")
async def client(start, tmp_path_factory):
    async with start(Settings(data_dir=tmp_path_factory.mktemp("data"))) as running:
        yield running


@pytest.fixture
def key() -> dict[str, str]:
    return {"Authorization": uuid.uuid4().hex}


@pytest.fixture(scope="session")
def eventually():
    """Waits until a condition holds, for 20 seconds at most."""

    async def waiting(holds) -> None:
        with anyio.fail_after(20):
            while True:
                if holds():
                    return
                await anyio.sleep(0.005)

    return waiting


@pytest.fixture(scope="session")
def upload():
    async def uploading(client, key, content: bytes) -> str:
        reply = await client.post("/v2/upload", content=content, headers=key)
        assert reply.status_code == 200, reply.text
        return reply.json()["upload_url"]

    return uploading


@pytest.fixture(scope="session")
def ended():
    """Waits until a transcript is completed or has failed, for a minute at most. Returns its JSON."""

    async def waiting(client, key, transcript_id: str) -> dict:
        with anyio.fail_after(60):
            while True:
                transcript = (await client.get(f"/v2/transcript/{transcript_id}", headers=key)).json()
                if transcript["status"] in {"completed", "error"}:
                    return transcript
                await anyio.sleep(0.02)

    return waiting


@pytest.fixture(scope="session")
def transcribe(upload, ended):
    """Uploads bytes, transcribes them, and returns the JSON of the transcript when it has ended."""

    async def transcribing(client, key, content: bytes, **parameters) -> dict:
        body = {"audio_url": await upload(client, key, content), **parameters}
        reply = await client.post("/v2/transcript", json=body, headers=key)
        assert reply.status_code == 200, reply.text
        return await ended(client, key, reply.json()["id"])

    return transcribing


@pytest.fixture(scope="session")
def readers_key() -> dict[str, str]:
    return {"Authorization": "readers"}


@pytest.fixture(scope="session")
async def finished(client, readers_key, transcribe, hello) -> dict:
    """A completed transcript of real speech that tests may read and must not change."""
    return await transcribe(client, readers_key, hello.read_bytes())
