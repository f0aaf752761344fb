import pytest
from click.testing import _NamedTextIOWrapper
from keyring.backends import fail, null

from assemblyai_tools.cli.login import command as login
from assemblyai_tools.origin import install_command


def test_a_key_is_asked_for_without_showing_it_checked_and_stored(call, keyed, kept, monkeypatch):
    monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda _: True, raising=False)
    done = call(login, stdin=" good-key \n")
    assert done.exit_code == 0, done.exception
    assert kept == {("assemblyai-tools", keyed.url): "good-key"}
    assert keyed.asked == [("/v2/transcript?limit=1", "good-key")]
    assert done.stdout == ""
    assert done.stderr == f"API key: \nThe key for {keyed.url} is in the system's keyring now.\n"


def test_a_key_can_come_from_stdin(call, keyed, kept):
    assert call(login, "--stdin", stdin="good-key\nmore\n").exit_code == 0
    assert list(kept.values()) == ["good-key"]


def test_a_second_key_takes_the_place_of_the_first(call, keyed, kept):
    call(login, "--stdin", "--no-check", stdin="old-key\n")
    call(login, "--stdin", stdin="good-key\n")
    assert kept == {("assemblyai-tools", keyed.url): "good-key"}


def test_each_region_has_a_key_of_its_own(call, kept):
    call(login, "--no-check", "--stdin", stdin="us-key\n")
    done = call(login, "--no-check", "--stdin", "--region", "eu", stdin="eu-key\n")
    assert done.stderr.endswith("The commands use it where ASSEMBLYAI_REGION=eu is set.\n")
    assert kept == {
        ("assemblyai-tools", "https://api.assemblyai.com"): "us-key",
        ("assemblyai-tools", "https://api.eu.assemblyai.com"): "eu-key",
    }


def test_the_region_of_the_environment_needs_no_hint(call, kept, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_REGION", "eu")
    done = call(login, "--no-check", "--stdin", "--region", "eu", stdin="eu-key\n")
    assert done.stderr == "The key for https://api.eu.assemblyai.com is in the system's keyring now.\n"


def test_a_key_that_the_service_refuses_is_not_stored(call, keyed, kept):
    done = call(login, "--stdin", stdin="bad-key\n")
    assert done.exit_code == 1
    assert done.stderr == (
        f"assemblyai-tools: {keyed.url} does not accept this key, so it was not stored. Copy it again from "
        "https://www.assemblyai.com/dashboard. One of another region needs --region.\n"
    )
    assert not kept


def test_a_key_that_cannot_be_checked_is_stored_only_with_no_check(call, unreachable, kept):
    done = call(login, "--stdin", stdin="good-key\n")
    assert done.exit_code == 1
    assert done.stderr.startswith("assemblyai-tools: The key could not be checked, so it was not stored: ")
    assert done.stderr.endswith(" Try again, or store it unchecked with --no-check.\n")
    assert not kept
    assert call(login, "--stdin", "--no-check", stdin="good-key\n").exit_code == 0
    assert list(kept.values()) == ["good-key"]


def test_a_service_in_trouble_is_not_taken_for_a_refusal(call, keyed):
    done = call(login, "--stdin", stdin="broken-key\n")
    assert done.exit_code == 1
    assert "The key could not be checked, so it was not stored: " in done.stderr


def test_the_environments_key_is_said_to_win(call, keyed, kept, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "other-key")
    done = call(login, "--stdin", stdin="good-key\n")
    assert list(kept.values()) == ["good-key"]
    assert done.stderr.endswith("ASSEMBLYAI_API_KEY is set, too: it wins as long as it is set.\n")
    assert "other-key" not in done.output


def test_without_a_terminal_the_key_is_read_from_stdin(call, keyed, kept):
    done = call(login, stdin="good-key\n")
    assert done.stderr == f"The key for {keyed.url} is in the system's keyring now.\n"
    assert kept == {("assemblyai-tools", keyed.url): "good-key"}


def test_no_key_is_wrong_usage(call, kept):
    done = call(login, "--stdin", stdin="\n")
    assert done.exit_code == 2
    assert "No key was given: type it at a terminal, or pipe it in." in done.stderr
    assert not kept


def test_what_cannot_be_a_key_is_neither_sent_nor_stored(call, keyed, kept):
    done = call(login, "--stdin", stdin="ASSEMBLYAI_API_KEY = 'x'\n")
    assert done.exit_code == 1
    assert done.stderr == (
        "assemblyai-tools: The API key holds characters that no key has (a space, a quotation mark?), so nothing was "
        "sent. Copy it again from https://www.assemblyai.com/dashboard.\n"
    )
    assert not keyed.asked
    assert not kept


@pytest.mark.parametrize(
    ("backend", "problem"),
    [
        (fail, "This system has no keyring that can be used, so the key was not stored."),
        (null, "The system's keyring did not keep the key."),
    ],
)
def test_without_a_keyring_the_environment_is_the_way(call, use_keyring, backend, problem):
    use_keyring(backend.Keyring())
    done = call(login, "--stdin", "--no-check", stdin="good-key\n")
    assert done.exit_code == 1
    assert done.stderr == (
        f"assemblyai-tools: {problem} Set ASSEMBLYAI_API_KEY instead, such as in your shell's profile: the commands "
        "read it first.\n"
    )


def test_without_the_package_the_error_says_how_to_install_it_before_the_key_is_asked_for(
    call, keyed, monkeypatch
):
    monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda _: True, raising=False)
    monkeypatch.setattr("assemblyai_tools.cli.key_store.is_installed", lambda package: False)
    done = call(login, stdin="good-key\n")
    assert done.exit_code == 1
    assert install_command("cli") in done.stderr
    assert "API key:" not in done.stderr
    assert not keyed.asked
