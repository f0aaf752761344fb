import httpx
import pytest

from assemblyai_emulator.outgoing import client_for


@pytest.fixture(autouse=True)
def proxies(monkeypatch):
    for scheme in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)
    return monkeypatch


def proxied(client):
    return [transport for transport in client._mounts.values() if transport]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "[::1]", "localhost"])
def test_this_machine_is_called_directly(proxies, host):
    proxies.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert not proxied(client_for(f"http://{host}:8000/a.mp3"))


def test_other_machines_are_called_through_the_environments_proxy(proxies):
    proxies.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert proxied(client_for("http://there.test/a.mp3"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP_PROXY", "http://proxy:port"),
        ("HTTP_PROXY", "ftp://proxy"),
        ("NO_PROXY", "[::1]"),
        ("SSL_CERT_FILE", "/missing"),
    ],
)
def test_what_httpx_cannot_use_of_the_environment_does_not_count(proxies, name, value):
    proxies.setenv(name, value)
    assert client_for("http://there.test/a.mp3", timeout=3.0).timeout == httpx.Timeout(3.0)


def test_an_address_that_is_none_is_said_to_be_none():
    with pytest.raises(httpx.InvalidURL):
        client_for("http://there.test:port")
