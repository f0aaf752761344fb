from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest

from assemblyai_mcp import ToolServer, __main__
from assemblyai_tools import Settings


@pytest.fixture
def served(monkeypatch, tmp_path):
    """What would have been served: (settings, transport) pairs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "from-the-environment")
    monkeypatch.delenv("ASSEMBLYAI_BASE_URL", raising=False)
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", str(tmp_path))
    runs = []
    monkeypatch.setattr(ToolServer, "run", lambda self, how: runs.append((self._client.settings, how)))
    return runs


def test_it_serves_the_environments_settings_over_stdio(served):
    assert __main__.main([]) == 0
    assert served == [(Settings.from_env(), "stdio")]


def test_offline_it_serves_the_emulator_with_the_folders_that_are_allowed(served, monkeypatch, tmp_path):
    asked = []
    offline = Settings(base_url="http://127.0.0.1:1", allowed_dirs=())

    @contextmanager
    def emulator(**options):
        asked.append(options)
        yield offline

    monkeypatch.setattr(__main__, "emulator", emulator)
    given = ["--scenarios", "mine", "--llm-url", "http://127.0.0.1:1/v1", "--llm-model", "small"]
    assert __main__.main(["--offline", "--data-dir", "kept", *given]) == 0
    assert served == [(offline, "stdio")]
    assert asked == [{"data_dir": Path("kept"), "allowed_dirs": (tmp_path,), "arguments": given}]


def test_a_wrong_setting_is_one_sentence_on_stderr_as_stdout_is_the_protocols(served, monkeypatch, capsys):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "ftp://x.test")
    assert __main__.main([]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "assemblyai-mcp: ASSEMBLYAI_BASE_URL is 'ftp://x.test', which is not an http(s) address. Leave it unset for "
        "AssemblyAI's own, or give an address such as http://127.0.0.1:8787.\n"
    )
    assert served == []


def test_an_interrupt_is_an_exit_code_not_a_traceback(served, monkeypatch):
    def interrupt(_self, _how):
        raise KeyboardInterrupt

    monkeypatch.setattr(ToolServer, "run", interrupt)
    assert __main__.main([]) == 130


def test_the_version_is_the_packages(capsys):
    with pytest.raises(SystemExit) as caught:
        __main__.main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"assemblyai-mcp {version('assemblyai-tools')}\n"
