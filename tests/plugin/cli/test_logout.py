from assemblyai_tools.cli.login import command as login
from assemblyai_tools.cli.logout import command as logout

US = "https://api.assemblyai.com"


def test_the_key_is_removed_and_other_regions_keep_theirs(call, kept):
    call(login, "--stdin", "--no-check", stdin="us-key\n")
    call(login, "--stdin", "--no-check", "--region", "eu", stdin="eu-key\n")
    done = call(logout)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"The key for {US} is no longer in the system's keyring.\n"
    assert list(kept.values()) == ["eu-key"]


def test_a_second_logout_finds_nothing(call):
    done = call(logout)
    assert (done.exit_code, done.stderr) == (0, f"The key for {US} was not in the system's keyring.\n")


def test_a_key_in_the_environment_is_mentioned(call, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "k")
    assert call(logout).stderr.endswith("ASSEMBLYAI_API_KEY is still set, and the commands use it.\n")
