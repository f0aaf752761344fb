"""The emulator as a child process: it starts, it answers, and it never outlives its parent."""

import subprocess
import sys

import httpx
import pytest

from assemblyai_tools import (
    Client,
    ConfigurationError,
    MissingExtraError,
    get_transcript,
    offline,
    transcribe,
)

PARENT = """
import os, sys
from assemblyai_tools.offline import emulator

with emulator() as settings:
    print(settings.base_url, flush=True)
    os.kill(os.getpid(), 9)
"""


def test_a_transcript_survives_in_the_data_folder(tmp_path, audio):
    with offline.emulator(data_dir=tmp_path, allowed_dirs=[audio]) as settings, Client(settings) as client:
        first = client.run(transcribe(audio=str(audio / "hello.flac"), wait_seconds=120))
    with offline.emulator(data_dir=tmp_path, allowed_dirs=[audio]) as settings, Client(settings) as client:
        assert client.run(get_transcript(transcript_id=first.id)) == first


def test_the_emulator_is_not_concerned_by_proxies_and_certificates(monkeypatch, tmp_path, audio):
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "socks5://127.0.0.1:port")
    monkeypatch.setenv("NO_PROXY", "[::1],fd07::/64")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing"))
    with offline.emulator(allowed_dirs=[audio]) as settings, Client(settings) as client:
        view = client.run(transcribe(audio=str(audio / "hello.flac"), wait_seconds=120))
    assert view.status == "completed"


def test_the_emulator_stops_at_the_end_of_the_block():
    with offline.emulator() as settings:
        assert httpx.get(settings.base_url).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(settings.base_url)


def test_the_emulator_stops_when_its_parent_is_killed():
    killed = subprocess.run(
        [sys.executable, "-c", PARENT], capture_output=True, text=True, check=False
    )  # returns only once every process that holds the pipes is gone, the emulator included
    assert killed.returncode == -9
    with pytest.raises(httpx.ConnectError):
        httpx.get(killed.stdout.strip())


def test_an_emulator_that_does_not_stop_in_time_is_killed(monkeypatch):
    monkeypatch.setattr(offline, "_STOP_SECONDS", 0.001)
    with offline.emulator() as settings:
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(settings.base_url)


def test_the_error_of_a_failed_start_blames_no_installation(monkeypatch):
    monkeypatch.setattr(offline.sys, "executable", "/bin/false")
    with pytest.raises(ConfigurationError) as caught, offline.emulator():
        pytest.fail("there is nothing to talk to")
    assert str(caught.value) == "The offline emulator did not start; it said why on stderr."


def test_the_error_of_a_failed_start_says_why_it_failed(tmp_path):
    with (
        offline.emulator(data_dir=tmp_path),
        pytest.raises(ConfigurationError, match="Another emulator is using"),
        offline.emulator(data_dir=tmp_path),
    ):
        pytest.fail("there is nothing to talk to")


def test_the_error_of_an_option_with_a_wrong_value_says_which(tmp_path):
    (tmp_path / "faults.json").write_text('[{"fault": "explode"}]')
    for arguments, words in (
        (["--faults", str(tmp_path / "faults.json")], "'explode' is not a fault"),
        (["--speech-model", str(tmp_path)], r"has no model\.bin"),
    ):
        with pytest.raises(ConfigurationError, match=words), offline.emulator(arguments=arguments):
            pytest.fail("there is nothing to talk to")


def test_without_the_emulator_nothing_is_started(monkeypatch):
    monkeypatch.setattr(offline, "is_installed", lambda _name: False)
    monkeypatch.delattr(offline, "subprocess")
    with (
        pytest.raises(MissingExtraError, match=r"^Working offline needs assemblyai_emulator, which is not"),
        offline.emulator(),
    ):
        pytest.fail("there is nothing to talk to")
