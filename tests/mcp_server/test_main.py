import sys
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from pydantic import SecretStr

import assemblyai_mcp
from assemblyai_mcp import ToolServer, __main__
from assemblyai_mcp.asgi import serve
from assemblyai_mcp.config import HttpSettings
from assemblyai_tools import Selection, Settings
from assemblyai_tools.origin import install_command


@pytest.fixture
def served(monkeypatch, tmp_path):
    """Record what would have been served: (settings, transport) pairs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "from-the-environment")
    monkeypatch.delenv("ASSEMBLYAI_BASE_URL", raising=False)
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", str(tmp_path))
    runs = []
    monkeypatch.setattr(
        ToolServer, "run", lambda self, transport: runs.append((self._callers.settings, transport))
    )
    return runs


def test_it_serves_the_environments_settings_over_stdio_and_keeps_a_ledger(served, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert __main__.main([]) == 0
    kept = tmp_path / "assemblyai-tools" / "ledger.sqlite3"
    assert served == [(replace(Settings.from_env(), ledger=kept), "stdio")]


@pytest.mark.parametrize("given", ["off", "/elsewhere/ledger"])
def test_a_ledger_that_the_environment_names_or_switches_off_is_left_so(served, monkeypatch, given):
    monkeypatch.setenv("ASSEMBLYAI_LEDGER", given)
    assert __main__.main([]) == 0
    assert served == [(Settings.from_env(), "stdio")]


def test_offline_it_serves_the_emulator_and_passes_on_the_allowed_folders(served, monkeypatch, tmp_path):
    started = []
    offline = Settings(base_url="http://127.0.0.1:1", allowed_dirs=())

    @contextmanager
    def emulator(**options):
        started.append(options)
        yield offline

    monkeypatch.setattr(__main__, "emulator", emulator)
    (tmp_path / "mine").mkdir()
    given = ["--scenarios", "mine", "--llm-url", "http://127.0.0.1:1/v1", "--llm-model", "small"]
    assert __main__.main(["--offline", "--data-dir", "kept", *given]) == 0
    assert served == [(replace(offline, ledger=Path("kept/ledger.sqlite3")), "stdio")]
    assert started == [{"data_dir": Path("kept"), "allowed_dirs": (tmp_path,), "arguments": given}]


@pytest.fixture
def served_over_http(served, monkeypatch):
    """Record what would have been served over HTTP: (settings, HTTP settings, selection)."""
    runs = []
    monkeypatch.setattr(serve, "serve", lambda *given, **_: runs.append(given))
    return runs


def test_over_http_it_listens_on_this_machine_unless_told_otherwise(served_over_http):
    assert __main__.main(["--transport", "http"]) == 0
    assert served_over_http == [(Settings.from_env(), HttpSettings(), Selection())]


def test_every_http_option_reaches_the_server(served_over_http, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_MCP_TOKEN", "a-token-that-is-long-enough")
    monkeypatch.setenv("ASSEMBLYAI_MCP_STATE_KEY", "a-key-of-32-characters-0123456789")
    options = (
        "--transport http --host 0.0.0.0 --port 80 --allowed-host a.test --allowed-host b.test "
        "--allowed-origin https://c.test --public-url https://a.test --stateless"
    )
    assert __main__.main(options.split()) == 0
    ((_, http, _),) = served_over_http
    assert http == HttpSettings(
        host="0.0.0.0",
        port=80,
        allowed_hosts=("a.test", "b.test"),
        allowed_origins=("https://c.test",),
        public_url="https://a.test",
        token=SecretStr("a-token-that-is-long-enough"),
        state_keys=(SecretStr("a-key-of-32-characters-0123456789"),),
        stateless=True,
    )


def test_tools_are_selected_by_toolset_and_by_name(served_over_http):
    options = "--transport http --toolsets reading,reasoning --tools transcribe --exclude-tools run_task --read-only"
    assert __main__.main(options.split()) == 0
    ((_, _, selection),) = served_over_http
    assert selection == Selection(
        toolsets=("reading", "reasoning"), tools=("transcribe",), exclude_tools=("run_task",), read_only=True
    )


@pytest.mark.parametrize(("options", "linked"), [([], False), (["--resource-links"], True)])
def test_a_result_links_to_documents_only_on_request(served, monkeypatch, options, linked):
    seen = []
    monkeypatch.setattr(ToolServer, "run", lambda self, _transport: seen.append(self._resource_links))
    monkeypatch.setattr(serve, "serve", lambda *_, resource_links: seen.append(resource_links))
    assert __main__.main(options) == __main__.main(["--transport", "http", *options]) == 0
    assert seen == [linked, linked]


@pytest.mark.parametrize("option", ["--toolsets", "--tools", "--exclude-tools"])
@pytest.mark.parametrize("value", ["", " , "])
def test_an_empty_list_of_names_is_refused_because_it_would_offer_everything(served, capsys, option, value):
    with pytest.raises(SystemExit):
        __main__.main([option, value])
    assert "it names nothing" in capsys.readouterr().err
    assert served == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("--read-only --tools transcribe", "or leave out read_only (--read-only)."),
        (
            "--tools transcribe --exclude-tools transcribe",
            "The chosen toolsets and tools leave nothing under these settings.",
        ),
        ("--tools transcribes", "There is no tool 'transcribes'. Did you mean transcribe?\n"),
        ("--toolsets nope", "There is no toolset 'nope'."),
        ("--transport http --port 99999", "--port is 99999."),
        ("--transport http --allowed-host a:b:c", "--allowed-host is 'a:b:c'"),
        ("--transport http --public-url ftp://x", "--public-url is 'ftp://x'"),
        ("--offline --scenarios gone", "--scenarios: there is no folder gone\n"),
        ("--offline --llm-url http://127.0.0.1:1", "--llm-url and --llm-model need each other\n"),
    ],
)
def test_a_wrong_value_is_a_usage_error_whatever_is_installed(served, monkeypatch, capsys, given, message):
    monkeypatch.setitem(sys.modules, "assemblyai_mcp.logs.log_masking", None)
    with pytest.raises(SystemExit) as caught:
        __main__.main(given.split())
    assert caught.value.code == 2
    assert message in capsys.readouterr().err
    assert served == []


@pytest.mark.parametrize(("options", "code"), [([], 2), (["--offline"], 0)])
def test_a_tool_that_only_the_emulator_has_can_be_chosen_offline(served, monkeypatch, options, code):
    @contextmanager
    def emulator(**_):
        yield Settings(base_url="http://127.0.0.1:1", allowed_dirs=())

    monkeypatch.setattr(__main__, "emulator", emulator)
    given = ["--tools", "purge_request_data", *options]
    if code:
        with pytest.raises(SystemExit) as caught:
            __main__.main(given)
        assert caught.value.code == code
    else:
        assert __main__.main(given) == code


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--port", "80"], "--port goes with --transport http only"),
        (["--allowed-host", "a.test"], "--allowed-host goes with --transport http only"),
        (["--stateless"], "--stateless goes with --transport http only"),
        (["--llm-url", "http://127.0.0.1:1"], "--llm-url goes with --offline only"),
        (["--transport", "http", "--data-dir", "kept"], "--data-dir goes with --offline only"),
    ],
)
def test_an_option_that_would_have_no_effect_is_refused(served, capsys, given, message):
    with pytest.raises(SystemExit):
        __main__.main(given)
    assert message in capsys.readouterr().err


def test_a_server_that_strangers_could_use_is_not_started(served, monkeypatch, capsys):
    monkeypatch.delenv("ASSEMBLYAI_MCP_TOKEN", raising=False)
    assert __main__.main(["--transport", "http", "--host", "10.0.0.5"]) == 1
    assert "Set ASSEMBLYAI_MCP_TOKEN to a secret that callers must send" in capsys.readouterr().err


def test_a_wrong_setting_is_one_line_on_stderr_because_stdout_carries_the_protocol(
    served, monkeypatch, capsys
):
    monkeypatch.setenv("ASSEMBLYAI_BASE_URL", "ftp://x.test")
    assert __main__.main([]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "assemblyai-mcp: ASSEMBLYAI_BASE_URL is 'ftp://x.test', which is not an http(s) address. Leave it unset for "
        "AssemblyAI's own, or give an address such as http://127.0.0.1:8787.\n"
    )
    assert served == []


@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_an_allowed_folder_that_does_not_exist_is_told_once_at_the_start(
    served_over_http, monkeypatch, caplog, tmp_path, transport
):
    monkeypatch.setenv("ASSEMBLYAI_ALLOWED_DIRS", f"{tmp_path}:{tmp_path / 'lost'}")
    assert __main__.main(["--transport", transport]) == 0
    assert caplog.messages == [
        f"ASSEMBLYAI_ALLOWED_DIRS: {tmp_path / 'lost'} does not exist, so no file in there can be used."
    ]


def test_an_interrupt_gives_an_exit_code_and_no_traceback(served, monkeypatch):
    def interrupt(_self, _transport):
        raise KeyboardInterrupt

    monkeypatch.setattr(ToolServer, "run", interrupt)
    assert __main__.main([]) == 130


def test_the_version_is_the_packages(capsys):
    with pytest.raises(SystemExit) as caught:
        __main__.main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"assemblyai-mcp {version('assemblyai-tools')}\n"


def test_without_a_package_of_the_server_it_says_what_to_install(served, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "assemblyai_mcp.asgi.serve", None)
    assert __main__.main(["--transport", "http"]) == 1
    assert capsys.readouterr().err == (
        "assemblyai-mcp: The MCP server needs assemblyai_mcp.asgi.serve, which is not installed. Install it: "
        f"{install_command('mcp')}\n"
    )


def test_the_package_has_its_public_names_and_no_others():
    assert all(getattr(assemblyai_mcp, name).__name__ == name for name in assemblyai_mcp.__all__)
    with pytest.raises(AttributeError, match=r"module 'assemblyai_mcp' has no attribute 'Server'"):
        assemblyai_mcp.Server  # noqa: B018 - looking it up is the test
