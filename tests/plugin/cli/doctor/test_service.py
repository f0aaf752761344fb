"""What `doctor` says of the key, the hosts, the way to them, and the emulator."""

import errno
import os
import socket

import pytest
from tests.plugin.cli.conftest import Locked

from assemblyai_tools import ConfigurationError, Settings
from assemblyai_tools.cli.doctor import command as doctor
from assemblyai_tools.cli.key_store import store_key

REFUSED = f"[Errno {errno.ECONNREFUSED}] {os.strerror(errno.ECONNREFUSED)}"
"""What the system says of a port on which nobody listens."""


def test_a_stored_key_counts(checked, keyed):
    store_key(keyed.url, "good-key")
    found, code = checked("key", "account")
    assert code == 0
    assert found == [
        ("ok", "from the system's keyring, fingerprint b8ce88d5", ""),
        ("ok", "the service accepts the key", ""),
    ]


def test_without_a_key_the_hosts_are_still_tried(checked, keyed):
    found, code = checked("key", "host", "account")
    assert code == 1
    assert found == [
        ("fail", "there is none.", "Run `assemblyai-tools login`, or set ASSEMBLYAI_API_KEY."),
        ("ok", "reached", ""),
    ]


def test_a_key_that_cannot_be_one_is_not_sent(checked, keyed, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "two words")
    found, code = checked("key", "account")
    assert code == 1
    assert found[0][:2] == (
        "fail",
        "The API key holds characters that no key has (a space, a quotation mark?), so nothing was sent.",
    )
    assert keyed.asked == [("/", None)]


def test_a_locked_keyring_is_a_failure(checked, keyed, use_keyring):
    use_keyring(Locked())
    assert checked("key")[0][0][:2] == ("fail", "The system's keyring could not be read (RuntimeError).")


def test_a_key_that_the_service_refuses_is_a_failure(checked, keyed, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "bad-key")
    found, code = checked("account")
    assert code == 1
    assert found == [
        (
            "fail",
            f"{keyed.url} does not accept the key.",
            "Copy it again from https://www.assemblyai.com/dashboard; a key of another region needs ASSEMBLYAI_REGION.",
        )
    ]


def test_a_service_in_trouble_is_a_warning(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "broken-key")
    found, code = checked("account")
    assert (code, found) == (
        0,
        [("warn", "the service could not be asked: no (HTTP 500).", "Try again later.")],
    )
    healthy.first_page = 503
    found, code = checked("host", "account")
    assert (code, found) == (0, [("warn", "reached, but it answers with HTTP 503.", "Try again later.")])


def test_each_host_of_the_settings_is_tried_and_an_unreachable_one_fails(
    checked, healthy, unreachable, monkeypatch
):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", healthy.url)
    monkeypatch.setenv("ASSEMBLYAI_LLM_GATEWAY_BASE_URL", unreachable)
    found, code = checked("host")
    assert code == 1
    assert found == [
        ("ok", "reached", ""),
        (
            "fail",
            f"no connection: {REFUSED}.",
            "Check the network; a firewall may need an exception, or a proxy.",
        ),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Name or service not known",
        "nodename nor servname provided, or not known",
        "getaddrinfo failed",
        "Temporary failure in name resolution",
        "No address associated with hostname",
    ],
)
def test_a_name_without_an_address_is_said_to_be_one(checked, healthy, monkeypatch, words):
    def fails(*_, **__):
        raise socket.gaierror(-2, words)

    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "http://service.test")
    monkeypatch.setattr("socket.getaddrinfo", fails)
    assert checked("host")[0] == [
        (
            "fail",
            f"its name has no address (DNS): [Errno -2] {words}.",
            "Check the network, and the address for typing errors.",
        )
    ]


def test_a_connection_that_is_not_safe_is_said_to_fail_in_tls(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", healthy.url.replace("http:", "https:"))
    [(state, says, to_do)], code = checked("host")
    assert (code, state) == (1, "fail")
    assert says.startswith("TLS failed: [SSL")
    assert to_do == "If this network inspects TLS, set SSL_CERT_FILE to a file with its certificates."


def test_a_proxy_that_is_not_there_is_named_without_its_password(checked, healthy, unreachable, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "http://service.test")
    monkeypatch.setenv("HTTP_PROXY", unreachable.replace("://", "://me:secret@"))
    monkeypatch.setenv("NO_PROXY", "other.test")
    found, code = checked("host", "proxies")
    assert code == 1
    assert found == [
        (
            "fail",
            f"the proxy failed: {REFUSED}, through the proxy of HTTP_PROXY.",
            "Correct or unset HTTP_PROXY.",
        ),
        ("ok", "HTTP_PROXY, except for NO_PROXY", ""),
    ]


def test_a_proxy_that_cannot_be_read_is_a_failure(checked, healthy, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "http://service.test")
    monkeypatch.setenv("HTTP_PROXY", "http://[half")
    [(state, says, _)], code = checked("host")
    assert (code, state) == (1, "fail")
    assert says == "HTTP_PROXY is not the address of a proxy that can be used, so nothing was sent."


def test_certificates_that_cannot_be_read_are_a_failure(checked, healthy, home, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(home / "missing.pem"))
    [(state, says, to_do)], code = checked("certificates")
    assert (code, state) == (1, "fail")
    assert says.startswith(
        f"SSL_CERT_FILE is '{home / 'missing.pem'}', from which no certificates can be read"
    )
    assert to_do.startswith("The person who runs this must correct SSL_CERT_FILE")


def test_without_a_variable_the_usual_certificates_count(checked, healthy, monkeypatch):
    monkeypatch.delenv("SSL_CERT_DIR")
    assert checked("certificates")[0] == [("ok", "those of the package certifi", "")]


def test_offline_the_emulator_is_started_in_place_of_the_hosts(call, home):
    done = call(doctor, "--offline")
    assert done.exit_code == 0, done.output
    assert "ok    key: not needed offline\nok    emulator: starts and answers\n" in done.stdout
    assert "host" not in done.stdout


def test_an_emulator_that_does_not_start_is_a_failure(checked, monkeypatch):
    def fails():
        raise ConfigurationError("The port is taken.", next_step="Stop the other one.")

    monkeypatch.setattr("assemblyai_tools.cli.checks.service.emulator", fails)
    found, code = checked("emulator", options=["--offline"])
    assert (code, found) == (1, [("fail", "The port is taken.", "Stop the other one.")])


def test_an_emulator_that_does_not_answer_is_a_failure(checked, keyed, monkeypatch):
    class Started:
        def __enter__(self):
            return Settings(api_key="broken-key", base_url=keyed.url)

        def __exit__(self, *_):
            pass

    monkeypatch.setattr("assemblyai_tools.cli.checks.service.emulator", Started)
    found, code = checked("emulator", options=["--offline"])
    assert code == 1
    assert found == [("fail", "starts, but does not answer: no (HTTP 500).", "Please report this.")]
