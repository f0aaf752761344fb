"""Settings from variables and from a program: the key, the folders, the ledger, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from assemblyai_tools import ConfigurationError, FileAccessError, Settings
from assemblyai_tools.folders import default_dirs
from assemblyai_tools.transport.local_files import readable_file, write_new


@pytest.fixture(autouse=True)
def working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_defaults_are_the_live_service_the_working_folder_and_no_key(working_folder):
    read = Settings.from_env({})
    assert read == Settings(api_key=None, base_url="https://api.assemblyai.com")
    assert read.folders() == (working_folder,)


def test_settings_are_read_from_the_variables(tmp_path):
    read = Settings.from_env(
        {
            "ASSEMBLYAI_API_KEY": "  k1\n",
            "ASSEMBLYAI_BASE_URL": "http://127.0.0.1:8787/",
            "ASSEMBLYAI_LLM_GATEWAY_BASE_URL": "http://127.0.0.1:8788/gateway/",
            "ASSEMBLYAI_STREAMING_BASE_URL": "http://[::1]:8789",
            "ASSEMBLYAI_LLM": " Gateway ",
            "ASSEMBLYAI_LLM_MODEL": "claude-sonnet-5",
            "ASSEMBLYAI_STREAMING_TOKEN": "v2",
            "ASSEMBLYAI_ALLOWED_DIRS": f"{tmp_path / 'a'}:: {''}:{tmp_path / 'b' / '..' / 'c'}",
        }
    )
    assert read == Settings(
        api_key=SecretStr("k1"),
        base_url="http://127.0.0.1:8787",
        llm_gateway_url="http://127.0.0.1:8788/gateway",
        streaming_url="http://[::1]:8789",
        llm="gateway",
        llm_model="claude-sonnet-5",
        streaming_token="v2",
        allowed_dirs=(tmp_path / "a", tmp_path / "b" / ".." / "c"),
    )
    assert read.folders() == (tmp_path / "a", tmp_path / "c")


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"REGION": "asia"}, "ASSEMBLYAI_REGION is 'asia'. Set it to one of: us, eu."),
        ({"LLM": "gpt"}, "ASSEMBLYAI_LLM is 'gpt'. Set it to one of: gateway, lemur."),
        ({"STREAMING_TOKEN": "v4"}, "ASSEMBLYAI_STREAMING_TOKEN is 'v4'. Set it to one of: v3, v2."),
        (
            {"REGION": "eu", "BASE_URL": "http://127.0.0.1:1"},
            "ASSEMBLYAI_BASE_URL is http://127.0.0.1:1 but ASSEMBLYAI_REGION is eu. Set only one of the two.",
        ),
        (
            {"ALLOWED_DIRS": "~nobody-by-that-name/a"},
            (
                "ASSEMBLYAI_ALLOWED_DIRS is '~nobody-by-that-name/a', in which a folder cannot be found (Could not "
                "determine home directory.). Set it to folders that exist, or leave it unset for the working folder."
            ),
        ),
    ],
)
def test_an_invalid_setting_is_refused_with_the_valid_values(env, sentence):
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_env({f"ASSEMBLYAI_{name}": value for name, value in env.items()})
    assert (str(caught.value), caught.value.__cause__) == (sentence, None)


def test_the_process_environment_is_the_default(monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "from-the-process")
    assert Settings.from_env().require_key() == "from-the-process"


@pytest.mark.parametrize("left", ["", "   ", "${ASSEMBLYAI_API_KEY}", "${user_config.key}"])
def test_an_empty_variable_or_placeholder_counts_as_unset(left, working_folder):
    names = ("API_KEY", "BASE_URL", "REGION", "LLM", "LLM_MODEL", "STREAMING_TOKEN", "ALLOWED_DIRS")
    env = {f"ASSEMBLYAI_{name}": left for name in names}
    assert Settings.from_env(env) == Settings.from_env({})


def test_a_missing_key_is_an_error_that_says_where_to_put_it():
    with pytest.raises(ConfigurationError) as caught:
        Settings(api_key=None).require_key()
    assert str(caught.value) == (
        "No AssemblyAI API key is set, so nothing was sent. The person who runs this must set ASSEMBLYAI_API_KEY "
        "(a key is free at https://www.assemblyai.com/dashboard), or use the offline emulator, which needs none."
    )


@pytest.mark.parametrize("key", ["“pasted”", '"pasted"', "'pasted'", "two words", "a\nb", "tab\there", "clé"])
def test_a_malformed_key_is_refused_without_showing_it(key):
    with pytest.raises(ConfigurationError) as caught:
        Settings(api_key=SecretStr(key)).require_key()
    assert str(caught.value) == (
        "The API key holds characters that no key has (a space, a quotation mark?), so nothing was sent. "
        "The person who runs this must copy the key again into ASSEMBLYAI_API_KEY."
    )


def test_an_empty_key_counts_as_missing():
    with pytest.raises(ConfigurationError, match="No AssemblyAI API key is set"):
        Settings(api_key=SecretStr("")).require_key()


@pytest.mark.parametrize("show", [repr, str])
def test_settings_never_show_the_key(settings, key, show):
    assert key not in show(settings)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"api_key": SecretStr("k1"), "base_url": "http://127.0.0.1:1"},
        {"base_url": "https://api.eu.assemblyai.com", "llm": "lemur", "streaming_token": "v2"},
        {"llm_gateway_url": "http://x.test", "streaming_url": "http://y.test", "llm_model": "m"},
    ],
)
def test_settings_survive_the_way_to_a_child_process(tmp_path, changes):
    original = Settings(allowed_dirs=(tmp_path / "a", tmp_path / "b"), **changes)
    assert Settings.from_env(original.to_env()) == original


def test_a_child_process_does_not_inherit_the_callers_own_model():
    assert "ASSEMBLYAI_LLM" not in Settings(llm="own").to_env()
    assert Settings(llm="own").choices.llm == "own"


def test_the_default_folder_is_the_working_folder_unless_it_is_the_root(tmp_path):
    assert default_dirs(tmp_path) == (tmp_path,)
    assert default_dirs(Path("/")) == ()


def test_a_server_started_in_the_root_folder_may_access_no_file(monkeypatch):
    monkeypatch.chdir("/")
    assert Settings.from_env({}).folders() == ()


def test_a_working_folder_that_was_removed_is_an_error_that_says_so(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(ConfigurationError) as caught:
        Settings().folders()
    assert str(caught.value) == (
        "The working folder, whose files may be used, cannot be found any more (No such file or directory). "
        "The person who runs this must start it again in a folder that exists."
    )


def test_without_allowed_folders_a_child_process_may_access_no_file_either():
    settings = Settings.from_env(Settings(allowed_dirs=()).to_env())
    assert settings.allowed_dirs == (Path("/dev/null"),)
    with pytest.raises(FileAccessError):
        write_new("/dev/null", "words", settings.allowed_dirs)
    with pytest.raises(FileAccessError):
        readable_file("/dev/null", settings.allowed_dirs)


@pytest.mark.parametrize(
    ("given", "hours"), [("", 24.0), ("0", 0.0), (" 1.5 ", 1.5), ("${ASSEMBLYAI_REUSE_HOURS}", 24.0)]
)
def test_the_hours_for_which_a_transcript_is_reused_are_a_setting(given, hours):
    read = Settings.from_env({"ASSEMBLYAI_REUSE_HOURS": given})
    assert read.reuse_hours == hours
    assert Settings.from_env(read.to_env()).reuse_hours == hours


@pytest.mark.parametrize("given", ["a day", "-1", "nan", "inf"])
def test_a_number_of_hours_that_is_none_is_refused(given):
    with pytest.raises(ConfigurationError, match="ASSEMBLYAI_REUSE_HOURS is"):
        Settings.from_env({"ASSEMBLYAI_REUSE_HOURS": given})


def test_the_ledger_is_in_memory_in_a_file_or_off(tmp_path):
    assert Settings.from_env({}).ledger is None
    assert Settings.from_env({"ASSEMBLYAI_LEDGER": "OFF"}).ledger == "off"
    kept = Settings.from_env({"ASSEMBLYAI_LEDGER": f"{tmp_path}/ledger"})
    assert kept.ledger == tmp_path / "ledger"
    assert Settings.from_env(kept.to_env()) == replace(kept, allowed_dirs=kept.folders())


def test_a_loop_of_links_is_no_folder(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(ConfigurationError, match="a folder cannot be found"):
        Settings.from_env({"ASSEMBLYAI_ALLOWED_DIRS": f"{tmp_path}/loop"}).folders()


def test_a_key_that_is_given_as_text_is_hidden():
    settings = Settings(api_key="the key")
    assert settings.api_key == SecretStr("the key")
    assert "the key" not in repr(settings)


def test_allowed_folders_that_are_not_there_are_told(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    one, two, file = tmp_path / "one", tmp_path / "two", tmp_path / "file"
    told = {
        (): "",
        (tmp_path,): "",
        (tmp_path, one): f"{one} does not exist",
        (one, two, file): f"{one} and {two} do not exist; {file} is a file, not a folder",
        (tmp_path / "loop",): "",
    }
    assert {folders: Settings(allowed_dirs=folders).lost_folders() for folders in told} == told
    assert Settings().lost_folders() == ""
