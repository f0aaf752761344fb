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


@pytest.mark.parametrize(
    "url",
    [
        "http://there.test:port",
        "http://there.test:99999/a",
        "http://there.test:" + "9" * 5000,
        "http://[::1",
        "http://",
        "http:///a",
        "ftp://there.test",
        "there.test",
        "http://" + "a" * 70_000,
        "http://a\x00b/",
        "http://xn--/",
    ],
)
def test_an_address_that_is_none_is_said_to_be_none(url):
    with pytest.raises(httpx.InvalidURL):
        client_for(url)


async def test_a_redirect_to_an_address_that_is_none_raises_too():
    answer = httpx.MockTransport(
        lambda _: httpx.Response(302, headers={"location": "http://127.0.0.1:99999/"})
    )
    async with client_for("http://127.0.0.1", transport=answer, follow_redirects=True) as client:
        with pytest.raises(httpx.InvalidURL, match="Port out of range 0-65535"):
            await client.get("http://127.0.0.1/")
