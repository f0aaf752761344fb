"""How connections are made: certificates and proxies."""

import asyncio
import datetime as dt
import ssl
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.plugin.streaming.conftest import KEY, begin
from tests.plugin.streaming.connecting import PARAMETERS, address
from websockets.asyncio.server import serve

from assemblyai_tools import ConfigurationError, Settings
from assemblyai_tools.streaming.connection import _means, open_connection
from assemblyai_tools.streaming.faults import ClosedError, UnreachableError

pytestmark = pytest.mark.usefixtures("environment")
ELSEWHERE = Settings(api_key=KEY, base_url="https://api.test", streaming_url="https://streaming.test")


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
