import json

import pytest

from assemblyai_tools.cli.login import command as login
from assemblyai_tools.cli.whoami import command as whoami


def test_the_environments_key_is_told_by_its_fingerprint_only(call, keyed, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "good-key")
    done = call(whoami)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "Key:          from ASSEMBLYAI_API_KEY, fingerprint b8ce88d5\n"
        "Region:       none: this is not one of AssemblyAI's own addresses\n"
        f"API:          {keyed.url}\n"
        f"LLM Gateway:  {keyed.url}\n"
        f"Streaming:    {keyed.url}\n"
        "Service:      accepts the key\n"
    )
    assert keyed.asked == [("/v2/transcript?limit=1", "good-key")]


def test_a_stored_key_is_said_to_be_stored(call, keyed):
    call(login, "--stdin", stdin="good-key\n")
    assert "Key:          from the system's keyring, fingerprint b8ce88d5\n" in call(whoami).stdout


def test_the_hosts_of_a_region_are_shown(call, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "good-key")
    done = call(whoami, "--region", "eu", "--no-check")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1:] == [
        "Region:       eu",
        "API:          https://api.eu.assemblyai.com",
        "LLM Gateway:  https://llm-gateway.eu.assemblyai.com",
        "Streaming:    https://streaming.eu.assemblyai.com",
        "Service:      not asked (--no-check)",
    ]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("bad-key", "does not accept the key"),
        ("broken-key", "could not be asked: no (HTTP 500)"),
        ("two words", "could not be asked: The API key holds characters that no key has"),
    ],
)
def test_a_key_that_does_not_work_is_exit_code_1(call, keyed, monkeypatch, key, said):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", key)
    done = call(whoami)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1].startswith(f"Service:      {said}")
    assert key not in done.stdout + done.stderr
    assert done.stderr.startswith(f"assemblyai-tools: The service {said}")


def test_without_a_key_nobody_is_asked(call, keyed):
    done = call(whoami, "--json")
    assert done.exit_code == 1
    assert done.stderr == (
        "assemblyai-tools: There is no key: `assemblyai-tools login` stores one, or set ASSEMBLYAI_API_KEY.\n"
    )
    assert json.loads(done.stdout) == {
        "key_from": None,
        "fingerprint": None,
        "region": None,
        "hosts": {"api": keyed.url, "llm": keyed.url, "streaming": keyed.url},
        "service": "no key",
        "reason": None,
    }
    assert not keyed.asked
    assert call(whoami).stdout.startswith("Key:          none; `assemblyai-tools login` stores one\n")
