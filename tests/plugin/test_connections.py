"""Proxies and certificates of the environment, through the front doors: both clients, and a server on this machine."""

import asyncio
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from assemblyai_tools import AsyncClient, Client, ConfigurationError
from assemblyai_tools.flow import Host, Request, send
from assemblyai_tools.transport import http
from assemblyai_tools.transport.call import Call

pytestmark = pytest.mark.usefixtures("environment")

GET = Request("GET", "/v2/thing")


def _blocking(settings, flow):
    with Client(settings) as client:
        return client.run(flow)


def _asynchronous(settings, flow):
    async def main():
        async with AsyncClient(settings) as client:
            return await client.run(flow)

    return asyncio.run(main())


def _twice():
    yield from send(GET)
    return (yield from send(GET))


@pytest.fixture(params=[_blocking, _asynchronous], ids=["blocking", "async"])
def run(request):
    """Run a flow over a real connection, once with each client."""
    return request.param


@pytest.fixture
def live(settings):
    return replace(settings, base_url="https://api.assemblyai.com")


@contextmanager
def listening():
    """A server on this machine that accepts everything; gives its address and the requests it got."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            got.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


BROKEN = [
    "http://proxy:port",
    "http://[bad",
    "http://",
    "ftp://proxy:1",
    "socks4://proxy:1",
    "://",
    "http://me:pa/ss@proxy:1",
    "http://a proxy:1",
    "http://proxy:1\x01",
]


@pytest.mark.parametrize("value", BROKEN)
@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_that_cannot_be_read_is_an_error_that_names_the_variable(run, live, environment, name, value):
    environment(**{name: value})
    with pytest.raises(ConfigurationError) as caught:
        run(live, send(GET))
    assert str(caught.value).startswith(f"{name} is not the address of a proxy that can be used")
    assert "unset it" in caught.value.next_step
    assert "pa/ss" not in str(caught.value)
    assert not caught.value.retryable


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_without_its_package_says_what_to_install(run, live, environment, monkeypatch, scheme):
    monkeypatch.setitem(sys.modules, "socksio", None)
    environment(ALL_PROXY=f"{scheme}://127.0.0.1:1080")
    with pytest.raises(
        ConfigurationError, match=r"^ALL_PROXY is a SOCKS proxy.*pip install 'httpx\[socks\]'"
    ):
        run(live, send(GET))


def test_a_socks_proxy_is_used_where_its_package_is_installed(live, environment, monkeypatch):
    opened = []

    class Opened(httpx.MockTransport):
        def __init__(self, **options):
            opened.append(options["proxy"])
            super().__init__(lambda _request: httpx.Response(200))

    monkeypatch.setitem(sys.modules, "socksio", object())
    monkeypatch.setattr(http.httpx, "HTTPTransport", Opened)
    environment(ALL_PROXY="socks5://me:secret@127.0.0.1:1080")
    assert _blocking(live, send(GET)).status == 200
    (proxy,) = opened
    assert (str(proxy.url), proxy.auth) == ("socks5://127.0.0.1:1080", ("me", "secret"))


def test_a_socks_proxy_for_other_addresses_needs_no_package(live, environment, monkeypatch):
    monkeypatch.setitem(sys.modules, "socksio", None)
    environment(ALL_PROXY="socks5://127.0.0.1:1080", HTTPS_PROXY="http://127.0.0.1:9")
    options = http.Connections().options(("https", "api.assemblyai.com", 443))
    assert str(options["proxy"].url) == "http://127.0.0.1:9"


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_are_missing_are_an_error_that_names_the_variable(
    run, live, environment, tmp_path, name
):
    environment(**{name: str(tmp_path / "missing")})
    with pytest.raises(ConfigurationError) as caught:
        run(live, send(GET))
    assert str(caught.value) == (
        f"{name} is '{tmp_path}/missing', from which no certificates can be read (No such file or directory), so "
        f"nothing was sent. The person who runs this must correct {name}, or unset it for the usual certificates."
    )


def test_a_file_without_certificates_is_an_error_too(run, live, environment, tmp_path):
    (tmp_path / "mine.pem").write_text("not a certificate")
    environment(SSL_CERT_FILE=str(tmp_path / "mine.pem"))
    with pytest.raises(ConfigurationError, match=r"^SSL_CERT_FILE is .*mine\.pem', .*\(it holds none\)"):
        run(live, send(GET))


def test_certificates_come_from_the_file_or_the_folder_or_httpx(environment, monkeypatch):
    made = []
    monkeypatch.setattr(http.ssl, "create_default_context", lambda **given: made.append(given))
    monkeypatch.setattr(http.httpx, "create_ssl_context", lambda **given: made.append(given))
    http.trusted_certificates.cache_clear()
    file, folder = http.Variable("SSL_CERT_FILE", "/a.pem"), http.Variable("SSL_CERT_DIR", "/")
    for given in [(file, folder), (None, folder), (None, None)]:
        http.trusted_certificates(*given)
    http.trusted_certificates.cache_clear()
    assert made == [{"cafile": "/a.pem"}, {"capath": "/"}, {"trust_env": False}]


def test_this_machine_is_not_concerned_by_any_of_these_variables(
    run, settings, environment, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "socksio", None)
    missing = str(tmp_path / "missing")
    environment(
        HTTP_PROXY="http://proxy:port",
        ALL_PROXY="socks5://127.0.0.1:1",
        NO_PROXY="[::1],fd07::/64,[",
        SSL_CERT_FILE=missing,
        SSL_CERT_DIR=missing,
    )
    with listening() as (address, got):
        assert run(replace(settings, base_url=address), send(GET)).status == 200
    assert [path for path, _ in got] == ["/v2/thing"]


def test_a_broken_proxy_concerns_only_the_hosts_elsewhere(run, settings, environment):
    environment(HTTPS_PROXY="http://proxy:port")
    with listening() as (address, _):
        mixed = replace(settings, base_url=address, llm_gateway_url="https://gateway.test")
        assert run(mixed, send(GET)).status == 200
        with pytest.raises(ConfigurationError, match=r"^HTTPS_PROXY is not"):
            run(mixed, send(Request("GET", "/v1/models", host=Host.LLM)))


def test_another_machine_is_called_through_the_proxy(run, settings, environment):
    with listening() as (address, got):
        environment(HTTP_PROXY=address.removeprefix("http://"), NO_PROXY="[::1],fd07::/64")
        assert run(settings, _twice()).status == 200
    assert [path for path, _ in got] == ["http://service.test/v2/thing"] * 2


def test_a_proxy_that_speaks_tls_is_verified_like_the_service(environment):
    environment(HTTP_PROXY="https://proxy.test:3129")
    options = http.Connections().options(("http", "service.test", 80))
    assert options["proxy"].ssl_context is options["verify"]
    assert options["verify"] is http.Connections().options(("https", "127.0.0.1", 443))["verify"]


def test_no_password_comes_from_netrc(run, settings, key, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with listening() as (address, got):
        run(replace(settings, base_url=address), send(GET))
    assert got[0][1]["Authorization"] == key


def test_what_a_chat_client_passes_for_an_empty_variable_is_no_proxy(run, live, environment):
    environment(HTTPS_PROXY="${HTTPS_PROXY}", SSL_CERT_FILE="${SSL_CERT_FILE}")
    options = http.Connections(["https://api.assemblyai.com"]).options(("https", "api.assemblyai.com", 443))
    assert options["proxy"] is None


def call_to(address):
    return Call("GET", f"{address}/v2/x", {}, {}, None, None, 1.0)


def test_a_proxy_that_refuses_has_not_passed_anything_on():
    refused = httpx.ProxyError("407 Proxy Authentication Required")
    lost = http._lost(call_to("http://service.test"), refused)
    assert (lost.sent, lost.reason) == (False, "407 Proxy Authentication Required")


def test_an_error_on_the_way_through_a_proxy_names_the_variable(environment):
    environment(HTTPS_PROXY="http://proxy.test:1")
    lost = http._lost(call_to("https://service.test"), httpx.ConnectError(""))
    assert (lost.sent, lost.reason) == (False, "ConnectError, through the proxy of HTTPS_PROXY")
