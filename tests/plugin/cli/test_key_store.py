import os
import subprocess
import sys

import pytest
from keyring.backends import fail
from tests.plugin.cli.conftest import MemoryKeyring

from assemblyai_tools import ConfigurationError
from assemblyai_tools.cli.key_store import remove_key, store_key, stored_key

URL = "https://api.assemblyai.com"


class Locked(MemoryKeyring):
    def get_password(self, service, username):
        raise RuntimeError("the secret sk-1 cannot be read: dismissed")


def test_a_stored_key_is_found_by_the_services_address(kept):
    store_key(f"{URL}/", "k1")
    assert stored_key(URL) == "k1"
    assert stored_key("https://api.eu.assemblyai.com") is None


def test_a_key_is_removed_once(kept):
    store_key(URL, "k1")
    assert remove_key(URL)
    assert not remove_key(URL)
    assert not kept


def test_without_a_keyring_there_is_no_key(use_keyring):
    use_keyring(fail.Keyring())
    assert stored_key(URL) is None


def test_without_the_package_there_is_no_key(monkeypatch):
    monkeypatch.setattr("assemblyai_tools.cli.key_store.is_installed", lambda package: False)
    assert stored_key(URL) is None


def test_a_locked_keyring_is_an_error_without_its_own_words(use_keyring):
    use_keyring(Locked())
    with pytest.raises(ConfigurationError) as caught:
        stored_key(URL)
    assert str(caught.value) == (
        "The system's keyring could not be read (RuntimeError). Unlock it and try again. Set ASSEMBLYAI_API_KEY "
        "instead, such as in your shell's profile: the commands read it first."
    )


@pytest.mark.parametrize("command", ["whoami", "login", "logout", "doctor", "list"])
def test_a_keyring_that_cannot_be_set_up_is_an_error_of_every_command(home, keyed, command):
    done = subprocess.run(
        [sys.executable, "-m", "assemblyai_tools.cli.main", command],
        input="good-key\n",
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "nonexist.Foo"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (
        "The system's keyring could not be set up (ModuleNotFoundError). Check keyringrc.cfg and "
        "PYTHON_KEYRING_BACKEND. Set ASSEMBLYAI_API_KEY instead"
    ) in done.stdout + done.stderr
    assert not [path for path, key in keyed.asked if key]


def test_a_keyring_whose_settings_cannot_be_read_is_an_error(home, keyed, monkeypatch):
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    settings = home / ".config" / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text("no section\n")
    done = subprocess.run(
        [sys.executable, "-m", "assemblyai_tools.cli.main", "list"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("assemblyai-tools: The system's keyring could not be set up (")


def test_the_keyring_is_not_imported_when_the_environment_has_a_key():
    code = (
        "import sys; from assemblyai_tools import Settings; from assemblyai_tools.cli.account import with_stored_key;"
        "print(with_stored_key(Settings(api_key='k'))[1], 'keyring' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "ASSEMBLYAI_API_KEY False\n"
