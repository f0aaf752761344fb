import pytest
from pydantic import SecretStr

from assemblyai_mcp.config import HttpSettings, state_keys_from_env, token_from_env
from assemblyai_mcp.web_names import Origin
from assemblyai_tools import ConfigurationError, Settings

WITH_KEY = Settings(api_key=SecretStr("sk-0123456789abcdef"), allowed_dirs=())
WITHOUT_KEY = Settings(allowed_dirs=())
TOKEN = SecretStr("a-token-that-is-long-enough")


@pytest.mark.parametrize(
    ("http", "is_local"),
    [
        (HttpSettings(), True),
        (HttpSettings(host="::1"), True),
        (HttpSettings(host="localhost"), True),
        (HttpSettings(host="127.8.8.8"), True),
        (HttpSettings(public_url="https://mcp.example.com"), False),
        (HttpSettings(host="0.0.0.0"), False),
        (HttpSettings(host="192.168.1.5"), False),
        (HttpSettings(host="mcp.example.com"), False),
        (HttpSettings(allowed_hosts=("mcp.example.com",)), False),
    ],
)
def test_only_a_loopback_address_without_other_names_is_local(http, is_local):
    assert http.is_local is is_local


@pytest.mark.parametrize(
    ("http", "where"),
    [
        (HttpSettings(host="0.0.0.0", allowed_hosts=("mcp.example.com",)), "0.0.0.0"),
        (HttpSettings(allowed_hosts=("mcp.example.com",)), "as mcp.example.com"),
        # The proxy behind that address may forward more than the webhook, with a Host header of its own.
        (HttpSettings(public_url="https://mcp.example.com"), "through https://mcp.example.com"),
    ],
)
def test_a_server_with_a_key_that_other_machines_can_reach_does_not_start_without_a_token(http, where):
    with pytest.raises(ConfigurationError) as caught:
        http.check(WITH_KEY)
    assert str(caught.value) == (
        "The server has an AssemblyAI account of its own (a key, or the emulator) and might be called from beyond this "
        f"machine ({where}), so it was not started. Set ASSEMBLYAI_MCP_TOKEN to a secret that callers must send, or "
        "unset ASSEMBLYAI_API_KEY (and leave out --offline) so that each request brings its own key, or listen on "
        "127.0.0.1 only."
    )


@pytest.mark.parametrize(
    ("http", "settings"),
    [
        (HttpSettings(), WITH_KEY),
        (HttpSettings(host="192.168.1.5"), WITHOUT_KEY),
        (HttpSettings(host="0.0.0.0", allowed_hosts=("mcp.example.com",), token=TOKEN), WITH_KEY),
        (HttpSettings(public_url="https://mcp.example.com", token=TOKEN), WITH_KEY),
        (HttpSettings(public_url="https://mcp.example.com"), WITHOUT_KEY),
    ],
)
def test_settings_that_keep_strangers_out_are_accepted(http, settings):
    assert http.check(settings) is None


def test_a_token_without_an_account_is_refused():
    with pytest.raises(
        ConfigurationError, match=r"own account, and it has none\. Set ASSEMBLYAI_API_KEY too"
    ):
        HttpSettings(token=TOKEN).check(WITHOUT_KEY)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_a_server_on_every_address_must_know_its_host_names(host):
    with pytest.raises(ConfigurationError, match="must know the names it is called by"):
        HttpSettings(host=host).check(WITHOUT_KEY)


@pytest.mark.parametrize("url", ["mcp.example.com", "ftp://mcp.example.com", ""])
def test_a_public_url_must_be_an_http_address(url):
    with pytest.raises(ConfigurationError, match="which is not an http"):
        HttpSettings(public_url=url).check(WITH_KEY)


@pytest.mark.parametrize(
    ("http", "message"),
    [
        (HttpSettings(port=99_999), "--port is 99999. Give a number from 1 to 65535, or 0 for a free one."),
        (HttpSettings(port=-5), "--port is -5."),
        (
            HttpSettings(allowed_hosts=("https://x.test",)),
            "--allowed-host is 'https://x.test', which no Host header",
        ),
        (HttpSettings(allowed_hosts=("x.test:443",)), "--allowed-host is 'x.test:443', which no Host header"),
        (
            HttpSettings(allowed_origins=("https://x.test/",)),
            "--allowed-origin is 'https://x.test/', which no Origin",
        ),
        (HttpSettings(allowed_origins=("*",)), "--allowed-origin is '*', which no Origin"),
        (HttpSettings(allowed_origins=("null",)), "--allowed-origin is 'null', which no Origin"),
        (
            HttpSettings(allowed_origins=("http://a@b.test",)),
            "--allowed-origin is 'http://a@b.test', which no",
        ),
        (HttpSettings(allowed_hosts=("a@b.test",)), "--allowed-host is 'a@b.test', which no Host header"),
    ],
)
def test_a_value_that_could_never_match_is_an_error_at_the_start(http, message):
    with pytest.raises(ConfigurationError) as caught:
        http.check(WITHOUT_KEY)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("http", "names"),
    [
        (HttpSettings(), {"127.0.0.1", "localhost", "[::1]"}),
        (HttpSettings(host="127.8.8.8"), {"127.8.8.8", "127.0.0.1", "localhost", "[::1]"}),
        (HttpSettings(host="fd00::5", allowed_hosts=("A.test.",)), {"[fd00::5]", "a.test"}),
        (HttpSettings(host="0.0.0.0", allowed_hosts=("a.test",)), {"a.test"}),
        (HttpSettings(host="not a name"), set()),
    ],
)
def test_the_server_goes_by_the_names_of_its_address_and_by_the_allowed_ones(http, names):
    assert http.host_names == names


def test_pages_on_this_machine_may_call_a_local_server_and_other_pages_must_be_named():
    assert Origin("http", "localhost", port=None) in HttpSettings().origins
    assert HttpSettings(host="10.0.0.5", allowed_origins=("https://App.test:443",)).origins == {
        Origin("https", "app.test", 443)
    }


def test_the_token_is_not_in_the_repr():
    assert TOKEN.get_secret_value() not in repr(HttpSettings(token=TOKEN))


@pytest.mark.parametrize("value", ["", " ", "${user_config.token}"])
def test_an_empty_token_or_an_unfilled_placeholder_means_no_token(value):
    assert token_from_env({"ASSEMBLYAI_MCP_TOKEN": value}) is None


def test_a_token_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_MCP_TOKEN", TOKEN.get_secret_value())
    assert token_from_env() == TOKEN


@pytest.mark.parametrize("value", ["short", "a token with spaces", "täglich-neu-und-lang"])
def test_a_token_that_is_easy_to_guess_or_cannot_be_sent_is_refused(value):
    with pytest.raises(
        ConfigurationError, match="must have at least 16 printable ASCII characters"
    ) as caught:
        token_from_env({"ASSEMBLYAI_MCP_TOKEN": value})
    assert value not in str(caught.value)


@pytest.mark.parametrize("value", ["", " ", "${user_config.key}"])
def test_without_a_state_key_each_process_makes_its_own(value):
    assert state_keys_from_env({"ASSEMBLYAI_MCP_STATE_KEY": value}) == ()


def test_several_state_keys_are_read_in_their_order(monkeypatch):
    new, old = "new-0123456789abcdefghijklmnopqrs", "old-0123456789abcdefghijklmnopqrs"
    monkeypatch.setenv("ASSEMBLYAI_MCP_STATE_KEY", f"{new}, {old}")
    keys = state_keys_from_env()
    assert [key.get_secret_value() for key in keys] == [new, old]
    assert new not in repr(HttpSettings(state_keys=keys))


LONG = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize("value", ["short", "x" * 64, f"{LONG},short", f"{LONG},", f"{LONG},{LONG}"])
def test_a_state_key_that_is_easy_to_guess_or_given_twice_is_refused(value):
    with pytest.raises(ConfigurationError, match="must be random and have at least 32 characters") as caught:
        state_keys_from_env({"ASSEMBLYAI_MCP_STATE_KEY": value})
    assert value not in str(caught.value)
