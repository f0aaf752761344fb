"""How connections are made: certificates, proxies, and what a log may show."""

import asyncio
import datetime as dt
import logging
import ssl
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.plugin.streaming.conftest import GIVEN, KEY, begin, settled, speech
from websockets.asyncio.server import serve

from assemblyai_tools import AsyncClient, ConfigurationError, Settings, StreamParameters
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.connection import _means, open_connection
from assemblyai_tools.streaming.faults import ClosedError, RefusedError, UnreachableError
from assemblyai_tools.streaming.pulse import PING_SECONDS

PARAMETERS = StreamParameters.of(GIVEN)
ELSEWHERE = Settings(api_key=KEY, base_url="https://api.test", streaming_url="https://streaming.test")


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Sets variables; begins without those that say how connections are made."""
    for scheme in ("http", "https", "all", "no"):
        for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper()):
            monkeypatch.delenv(name, raising=False)

    def given(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return given


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The files of a certificate for this machine and streaming.test, and of its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "streaming.test")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("streaming.test"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return public, private


@pytest.fixture
async def secure(certificate):
    """A streaming service with TLS on this machine: its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    async def answer(socket):
        await socket.send('{"type": "Begin"}')
        await socket.close(3006, "enough")

    async with serve(answer, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


class Proxy:
    """An HTTP proxy that tunnels to one port, or refuses; it keeps what it was asked."""

    def __init__(self, target=None, status=b"200 OK"):
        self.target, self.status, self.asked = target, status, []

    async def __call__(self, reader, writer):
        self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(b"HTTP/1.1 " + self.status + b"\r\n\r\n")
        if self.target:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            await asyncio.gather(self.pass_on(reader, back), self.pass_on(there, writer))
        writer.close()

    async def pass_on(self, reader, writer):
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()


@pytest.fixture
async def proxied():
    """Start a proxy; gives its port."""
    servers = []

    async def start(proxy):
        servers.append(await asyncio.start_server(proxy, "127.0.0.1", 0))
        return servers[-1].sockets[0].getsockname()[1]

    yield start
    for server in servers:
        server.close()


def address(settings):
    return Address.of(settings, None)


async def conversed(settings):
    """What a connection tells, and how it closes."""
    connection = await open_connection(address(settings), PARAMETERS)
    told = await connection.receive()
    with pytest.raises(ClosedError) as closed:
        await connection.receive()
    return told, closed.value.code


async def test_a_trusted_certificate_is_enough(secure, certificate, environment):
    environment(SSL_CERT_FILE=str(certificate[0]))
    settings = Settings(api_key=KEY, base_url=f"https://127.0.0.1:{secure}")
    assert await conversed(settings) == ('{"type": "Begin"}', 3006)


async def test_a_certificate_that_nobody_trusts_is_no_passing_fault(secure):
    settings = Settings(api_key=KEY, base_url=f"https://127.0.0.1:{secure}")
    with pytest.raises(ConfigurationError, match="certificate is not trusted") as raised:
        await conversed(settings)
    assert "SSL_CERT_FILE" in str(raised.value)


async def test_a_session_elsewhere_goes_through_the_proxy(secure, certificate, environment, proxied):
    proxy = Proxy(secure)
    environment(SSL_CERT_FILE=str(certificate[0]), HTTPS_PROXY=f"127.0.0.1:{await proxied(proxy)}")
    assert await conversed(ELSEWHERE) == ('{"type": "Begin"}', 3006)
    assert proxy.asked[0].startswith("CONNECT streaming.test:443 ")
    assert KEY not in proxy.asked[0]


async def test_this_machine_is_called_directly(settings, service, environment):
    environment(HTTP_PROXY="http://127.0.0.1:1", ALL_PROXY="http://127.0.0.1:1")

    async def script(session):
        await session.tell(begin())

    service.scripts = [script]
    connection = await open_connection(address(settings), PARAMETERS)
    assert "Begin" in await connection.receive()
    await connection.close()


@pytest.mark.parametrize("is_here", [True, False])
async def test_only_a_service_elsewhere_has_to_answer_pings(settings, service, monkeypatch, is_here):
    """An emulator that has much audio to hear answers late, and no network lies between."""
    monkeypatch.setattr(Address, "is_here", is_here)

    async def script(session):
        await session.tell(begin())

    service.scripts = [script]
    connection = await open_connection(address(settings), PARAMETERS)
    assert (connection._watching is None) is is_here
    await connection.close()


async def test_a_proxy_that_refuses_is_named_without_its_password(environment, proxied):
    port = await proxied(Proxy(status=b"407 Who are you?"))
    environment(HTTPS_PROXY=f"http://me:s3cret@127.0.0.1:{port}")
    with pytest.raises(UnreachableError) as raised:
        await open_connection(address(ELSEWHERE), PARAMETERS)
    assert str(raised.value) == "the proxy answered with HTTP 407, through the proxy of HTTPS_PROXY"


async def test_a_proxy_that_is_not_there_is_named(environment):
    environment(HTTPS_PROXY="http://me:s3cret@127.0.0.1:1")
    with pytest.raises(UnreachableError, match="through the proxy of HTTPS_PROXY") as raised:
        await open_connection(address(ELSEWHERE), PARAMETERS)
    assert "s3cret" not in str(raised.value)


async def test_a_socks_proxy_says_what_it_needs(environment, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "python_socks.async_.asyncio", None)
    environment(HTTPS_PROXY="socks5://127.0.0.1:1")
    with pytest.raises(ConfigurationError, match="SOCKS proxy") as raised:
        await open_connection(address(ELSEWHERE), PARAMETERS)
    assert "pip install python-socks" in str(raised.value)


async def test_a_proxy_with_tls_has_the_same_certificates(environment, certificate):
    environment(HTTPS_PROXY="https://proxy.test:3128", SSL_CERT_FILE=str(certificate[0]))
    tls = _means(address(ELSEWHERE)).tls
    assert tls["proxy_ssl"] is tls["ssl"]


async def test_nobody_there_is_a_passing_fault():
    with pytest.raises(UnreachableError):
        await open_connection(address(Settings(api_key=KEY, base_url="http://127.0.0.1:1")), PARAMETERS)


async def test_a_refusal_has_its_status_and_reason(settings, service):
    service.refusal = (429, "slow down")
    with pytest.raises(RefusedError) as raised:
        await open_connection(address(settings), PARAMETERS)
    assert (raised.value.status, raised.value.body) == (429, "slow down")


async def test_sending_into_a_closed_connection_is_told(settings, service):
    async def script(session):
        await session.socket.close(3006, "enough")

    service.scripts = [script]
    connection = await open_connection(address(settings), PARAMETERS)
    with pytest.raises(ClosedError):
        await connection.receive()
    with pytest.raises(ClosedError) as raised:
        await connection.send("more")
    assert (raised.value.code, raised.value.reason) == (3006, "enough")


async def test_no_log_shows_the_key_or_the_token(settings, service, caplog):
    async def script(session):
        await session.tell(begin())
        await session.finish()

    service.scripts = [script]
    with caplog.at_level(logging.DEBUG):
        async for _ in AsyncClient(settings).stream([speech(100)], **GIVEN):
            pass
        async for _ in AsyncClient(settings).stream([speech(100)], **GIVEN, token="tok-0123456789abcdef"):
            pass
    ours = [record for record in caplog.records if not record.name.startswith("websockets.server")]
    assert not any(KEY in record.getMessage() or "tok-0123" in record.getMessage() for record in ours)


@pytest.fixture
async def deaf(service):
    """Settings for a way to the service that swallows everything after the handshake and one message."""

    async def carry(reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", service.port)
        back.write(await reader.readuntil(b"\r\n\r\n"))
        writer.write(await there.readuntil(b"\r\n\r\n") + await there.read(4096))
        while await reader.read(1 << 16):
            pass
        back.close()
        writer.close()

    async def script(session):
        await session.tell(begin())
        await session.listen()

    service.scripts = [script]
    async with await asyncio.start_server(carry, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield Settings(api_key=KEY, base_url=f"http://127.0.0.1:{port}")


async def test_a_network_that_is_silently_gone_is_a_lost_connection(deaf, clock, timing, monkeypatch):
    monkeypatch.setattr(Address, "is_here", False)
    connection = await open_connection(address(deaf), PARAMETERS, timing)
    assert "Begin" in await connection.receive()
    await clock.pass_by(2 * PING_SECONDS)
    with pytest.raises(ClosedError) as raised:
        await connection.receive()
    assert raised.value.code is None
    await connection.close()


@pytest.mark.parametrize(("encoding", "frame"), [("pcm_s16le", speech(1000)), ("opus", bytes(8000))])
async def test_two_seconds_of_audio_are_under_way_at_most(deaf, encoding, frame):
    """A fast source must not fill the network with minutes of audio: an answer would come after all of them."""
    connection = await open_connection(
        address(deaf), StreamParameters.of(GIVEN | {"encoding": encoding, "sample_rate": 16_000})
    )
    await connection.send(frame)
    sending = asyncio.create_task(connection.send(frame))
    await settled()
    assert not sending.done()
    connection.give_up()
    with pytest.raises(ClosedError):
        await sending


async def test_more_is_sent_when_the_service_has_answered(settings, service):
    async def script(session):
        await session.tell(begin())
        await session.hear(5000)
        await session.tell(begin())

    service.scripts = [script]
    connection = await open_connection(address(settings), PARAMETERS)
    await connection.receive()
    for _ in range(5):
        await connection.send(speech(1000))
    assert "Begin" in await connection.receive()
    await connection.close()
