"""Addresses in the settings: regions, the three hosts, and mistakes in a URL."""

from dataclasses import replace

import pytest

from assemblyai_tools import ConfigurationError, Settings
from assemblyai_tools.flow import Choices, Host


def hosts(settings):
    return [settings.url(host) for host in (Host.API, Host.LLM, Host.STREAMING)]


US = [
    "https://api.assemblyai.com",
    "https://llm-gateway.assemblyai.com",
    "https://streaming.assemblyai.com",
]
EU = [
    "https://api.eu.assemblyai.com",
    "https://llm-gateway.eu.assemblyai.com",
    "https://streaming.eu.assemblyai.com",
]


@pytest.mark.parametrize(
    ("env", "region", "addresses"),
    [
        ({}, "us", US),
        ({"REGION": "us"}, "us", US),
        ({"REGION": "EU"}, "eu", EU),
        ({"BASE_URL": "https://api.eu.assemblyai.com/"}, "eu", EU),
        ({"BASE_URL": "https://api.eu.assemblyai.com", "REGION": "eu"}, "eu", EU),
        ({"REGION": "eu", "STREAMING_BASE_URL": "http://x.test"}, "eu", [*EU[:2], "http://x.test"]),
        ({"BASE_URL": "http://127.0.0.1:1"}, None, ["http://127.0.0.1:1"] * 3),
        (
            {"BASE_URL": "http://127.0.0.1:1", "LLM_GATEWAY_BASE_URL": "http://127.0.0.1:2"},
            None,
            ["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:1"],
        ),
    ],
)
def test_a_region_sets_all_three_hosts_and_an_emulator_serves_all_three(env, region, addresses):
    settings = Settings.from_env({f"ASSEMBLYAI_{name}": value for name, value in env.items()})
    assert (settings.region, hosts(settings)) == (region, addresses)


def test_a_trailing_slash_in_a_url_is_ignored():
    settings = Settings(base_url="https://api.eu.assemblyai.com/", streaming_url="http://x.test/")
    assert (settings.region, hosts(settings)) == ("eu", [*EU[:2], "http://x.test"])
    assert settings.choices.llm == "gateway"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Choices(llm="gateway", llm_model=None, streaming_token="v3")),
        ({"base_url": "http://127.0.0.1:1"}, Choices(llm="lemur")),
        ({"base_url": "http://127.0.0.1:1", "llm": "gateway"}, Choices(llm="gateway")),
        ({"llm": "lemur", "llm_model": "m", "streaming_token": "v2"}, Choices("lemur", "m", "v2")),
    ],
)
def test_lemur_is_the_default_only_where_it_still_exists(changes, expected):
    choices = Settings(**changes).choices
    assert replace(choices, streaming_socket=expected.streaming_socket) == expected


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({}, "wss://streaming.assemblyai.com/v3/ws"),
        ({"streaming_token": "v2"}, "wss://api.assemblyai.com/v2/realtime/ws"),
        ({"base_url": "https://api.eu.assemblyai.com"}, "wss://streaming.eu.assemblyai.com/v3/ws"),
        (
            {"base_url": "https://api.eu.assemblyai.com", "streaming_token": "v2"},
            "wss://api.eu.assemblyai.com/v2/realtime/ws",
        ),
        ({"base_url": "http://127.0.0.1:1"}, "ws://127.0.0.1:1/v3/ws"),
        ({"streaming_url": "https://proxy.test/speech/"}, "wss://proxy.test/speech/v3/ws"),
    ],
)
def test_a_streaming_token_opens_sessions_on_its_own_host(changes, address):
    assert Settings(**changes).choices.streaming_socket == address


@pytest.mark.parametrize(
    "url",
    [
        *["ftp://x.test", "api.assemblyai.com", "http://", "https://x.test/?a=1", "https://x.test/#a", "/v2"],
        *[
            "http://[::1",
            "http://127.0.0.1:87870",
            "http://127.0.0.1:port",
            "http://127.0.0.1:0",
            "http://a b",
        ],
        "https://user@x.test",
    ],
)
@pytest.mark.parametrize("name", ["BASE_URL", "LLM_GATEWAY_BASE_URL", "STREAMING_BASE_URL"])
def test_an_invalid_url_is_refused(name, url):
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_env({f"ASSEMBLYAI_{name}": url})
    assert str(caught.value) == (
        f"ASSEMBLYAI_{name} is {url!r}, which is not an http(s) address. Leave it unset for "
        "AssemblyAI's own, or give an address such as http://127.0.0.1:8787."
    )


@pytest.mark.parametrize("name", ["BASE_URL", "LLM_GATEWAY_BASE_URL", "STREAMING_BASE_URL"])
@pytest.mark.parametrize(
    "base", ["https://api.assemblyai.com", "http://127.0.0.1:8787", "https://proxy.test/speech"]
)
@pytest.mark.parametrize(
    "route",
    [
        "/v2",
        "/v2/",
        "/v2/transcript",
        "/v2/transcript/t1/sentences",
        "/v2/upload",
        "/v2/realtime/token",
        "/v1",
        "/v1/chat/completions",
        "/v1/models",
        "/v3/token",
        "/v3/ws",
        "/lemur/v3/generate/task",
    ],
)
def test_an_address_that_ends_in_a_route_is_named_as_the_mistake(name, base, route):
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_env({f"ASSEMBLYAI_{name}": base + route})
    shown = route.rstrip("/")
    assert str(caught.value) == (
        f"ASSEMBLYAI_{name} is {base}{shown}, which ends in a route of the API ({shown}). Set it to {base}: the routes "
        "are added to it."
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://proxy.test/speech",
        "https://proxy.test/v2/speech",
        "https://proxy.test/v2x",
        "https://v2.test",
    ],
)
def test_a_proxys_own_path_is_no_route(url):
    assert Settings.from_env({"ASSEMBLYAI_BASE_URL": url}).base_url == url


@pytest.mark.parametrize("name", ["base_url", "llm_gateway_url", "streaming_url"])
def test_an_address_in_a_program_that_ends_in_a_route_is_the_mistake_too(name):
    with pytest.raises(
        ConfigurationError, match=rf"Settings\.{name} is http://x\.test/v2, which ends in a route"
    ):
        Settings(**{name: "http://x.test/v2/"})
