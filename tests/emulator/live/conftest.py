"""Emulators on loopback sockets in this process, and a client that collects what a session sends."""

import asyncio
import json
import ssl
import threading
import uuid
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import anyio
import av
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.emulator.live.serving import served
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from assemblyai_emulator.app import create_app
from assemblyai_emulator.config import Settings

DEFAULTS = {"speech_model": "u3-rt-pro", "sample_rate": 16000}
PATIENCE_S = 60


class Emulator:
    def __init__(self, app, port: int) -> None:
        self.app = app
        self.port = port

    @property
    def services(self):
        return self.app.state.services

    @property
    def process(self):
        return self.services.live.process

    def url(self, path: str = "/v3/ws", **query) -> str:
        given = {name: value for name, value in {**DEFAULTS, **query}.items() if value is not None}
        return f"ws://127.0.0.1:{self.port}{path}?{urlencode(given)}"

    @asynccontextmanager
    async def session(self, path: str = "/v3/ws", *, key: str | None = None, headers=None, **query):
        given = {"Authorization": key or uuid.uuid4().hex, **(headers or {})}
        given = {name: value for name, value in given.items() if value}
        with anyio.fail_after(PATIENCE_S):
            async with connect(self.url(path, **query), additional_headers=given, proxy=None) as websocket:
                yield Client(websocket)


class Client:
    """One session. `code` and `reason` are those of its end."""

    def __init__(self, websocket) -> None:
        self.websocket = websocket
        self.messages: list[dict] = []

    async def next(self) -> dict:
        self.messages.append(json.loads(await self.websocket.recv()))
        return self.messages[-1]

    async def until(self, **wanted) -> dict:
        while True:
            found = await self.next()
            if wanted.items() <= found.items():
                return found

    async def ended(self) -> list[dict]:
        """Everything that the session sends until it is closed."""
        try:
            while True:
                await self.next()
        except ConnectionClosed:
            return self.messages

    @property
    def end(self) -> tuple[int, str]:
        return self.websocket.close_code, self.websocket.close_reason

    async def say(self, type_: str, **more) -> None:
        await self.websocket.send(json.dumps({"type": type_, **more}))

    async def send(self, audio: bytes, size: int = 3200) -> None:
        """Send audio as fast as it is taken, until the session is closed. The last message is filled with silence."""
        with suppress(ConnectionClosed):
            for offset in range(0, len(audio), size):
                await self.websocket.send(audio[offset : offset + size].ljust(size, b"\0"))

    async def hear(self, audio: bytes, size: int = 3200) -> list[dict]:
        """Send all audio, end the session, and return all that it sent."""

        async def sending() -> None:
            await self.send(audio, size)
            with suppress(ConnectionClosed):
                await self.say("Terminate")

        task = asyncio.create_task(sending())
        await self.ended()
        await task
        return self.messages


@asynccontextmanager
async def running(settings: Settings):
    app = create_app(settings)
    async with served(app) as (_, port):
        yield Emulator(app, port)


@pytest.fixture(scope="session")
def emulating():
    return running


@pytest.fixture(scope="session")
async def emulator(tmp_path_factory):
    async with running(Settings(data_dir=tmp_path_factory.mktemp("live"))) as found:
        yield found


def pcm_of(path: Path, rate: int = 16_000) -> bytes:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    with av.open(str(path)) as container:
        frames = [one for frame in container.decode(audio=0) for one in resampler.resample(frame)]
        frames += resampler.resample(None)
    return b"".join(frame.to_ndarray().tobytes() for frame in frames)


@pytest.fixture(scope="session")
def speech(hello) -> bytes:
    """Two sentences in less than four seconds, and a second and a half of silence."""
    return pcm_of(hello) + bytes(48_000)


@pytest.fixture(scope="session")
def mulaw():
    """Codes 16-bit samples as G.711 does, by the definition of its segments."""

    def coded(pcm: bytes) -> bytes:
        samples = np.frombuffer(pcm, "<i2").astype(np.int32)
        size = np.minimum(np.abs(samples), 32_635) + 0x84
        exponent = np.floor(np.log2(size)).astype(np.int32) - 7
        mantissa = (size >> (exponent + 3)) & 0x0F
        return (~((samples < 0) * 0x80 | exponent << 4 | mantissa) & 0xFF).astype(np.uint8).tobytes()

    return coded


class Tls:
    """Speaks TLS in front of a server on loopback, on a thread of its own. `certificate` is the file to trust."""

    def __init__(self, folder: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate = str(_certificate(folder, self._context))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._hosts: dict[str, str] = {}
        self._servers: list[asyncio.Server] = []

    def host_of(self, address: str) -> str:
        """Where `address` ("127.0.0.1:8000") is served with TLS, without a scheme."""
        if address not in self._hosts:
            starting = asyncio.run_coroutine_threadsafe(self._serve(address), self._loop)
            self._hosts[address] = f"localhost:{starting.result(10)}"
        return self._hosts[address]

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, address: str) -> int:
        host, _, port = address.partition(":")

        async def relay(reader, writer) -> None:
            inside_reader, inside_writer = await asyncio.open_connection(host, int(port))
            await asyncio.gather(_copied(reader, inside_writer), _copied(inside_reader, writer))

        server = await asyncio.start_server(relay, "127.0.0.1", 0, ssl=self._context)
        self._servers.append(server)
        return server.sockets[0].getsockname()[1]


async def _copied(reader, writer) -> None:
    with suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.close()


def _certificate(folder: Path, context: ssl.SSLContext) -> Path:
    """A certificate for localhost that signs itself, put into `context`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    path, key_path = folder / "localhost.pem", folder / "localhost.key"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = serialization.NoEncryption()
    private = serialization.PrivateFormat.PKCS8
    key_path.write_bytes(key.private_bytes(serialization.Encoding.PEM, private, secret))
    context.load_cert_chain(path, key_path)
    return path


@pytest.fixture(scope="session")
def tls(tmp_path_factory):
    proxy = Tls(tmp_path_factory.mktemp("tls"))
    yield proxy
    proxy.stop()
