"""Every front door without the packages of its extra: one line that installs them, and no traceback."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assemblyai_emulator.__main__ import _USED_LATER
from assemblyai_tools import MissingExtraError
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.origin import install_command

EXTRAS = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"][
    "optional-dependencies"
]

BLOCK = """
import sys
from importlib.abc import MetaPathFinder

class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {package!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
"""

COMMANDS = {
    "assemblyai-tools": "assemblyai_tools.cli.main",
    "assemblyai-mcp": "assemblyai_mcp.__main__",
    "assemblyai-emulator": "assemblyai_emulator.__main__",
}


@pytest.fixture
def without(tmp_path):
    """Run code in a Python, and its children, in which a package cannot be found."""

    def run(package, code):
        (tmp_path / "sitecustomize.py").write_text(BLOCK.format(package=package))
        return subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def line(prefix, what, package, how):
    return f"{prefix}{what} needs {package}, which is not installed. Install it: {how}\n"


@pytest.mark.parametrize(
    ("command", "package", "what", "extra"),
    [
        ("assemblyai-tools demo", "rich", "The demo", "demo"),
        ("assemblyai-tools demo", "langchain_core", "The demo", "demo"),
        ("assemblyai-tools demo", "numpy", "The emulator", "emulator"),
        ("assemblyai-tools mcp", "mcp", "The MCP server", "mcp"),
        ("assemblyai-tools emulator", "assemblyai_emulator", "The emulator", "emulator"),
        ("assemblyai-tools list --offline", "assemblyai_emulator", "Working offline", "emulator"),
        (
            "assemblyai-tools live --offline --sample-rate 16000 -",
            "assemblyai_emulator",
            "Working offline",
            "emulator",
        ),
        ("assemblyai-tools live --sample-rate 16000 -", "websockets", "Live speech", "streaming"),
        ("assemblyai-tools live --microphone", "sounddevice", "The microphone", "microphone"),
        ("assemblyai-mcp", "mcp", "The MCP server", "mcp"),
        ("assemblyai-mcp --transport http", "uvicorn", "The MCP server", "mcp"),
        ("assemblyai-mcp --offline", "numpy", "The emulator", "emulator"),
        ("assemblyai-mcp --offline", "assemblyai_emulator", "Working offline", "emulator"),
        ("assemblyai-emulator", "numpy", "The emulator", "emulator"),
        ("assemblyai-emulator", "vaderSentiment", "The emulator", "emulator"),
    ],
)
def test_a_command_says_in_one_line_what_to_install(without, command, package, what, extra):
    name, *arguments = command.split()
    code = f"import sys; from {COMMANDS[name]} import main; sys.exit(main({arguments!r}))"
    done = without(package, code)
    said_by = "assemblyai-mcp" if command == "assemblyai-tools mcp" else name
    prefix = "" if name == "assemblyai-emulator" else f"{said_by}: "
    how = install_command(extra)
    if what == "The emulator" and name != "assemblyai-tools":  # it says so itself, and does not know the rest
        how = f"pip install 'assemblyai-tools[{extra}]' (in a clone: pip install '.[{extra}]')."
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line(prefix, what, package, how))


@pytest.mark.parametrize(
    "statement",
    [
        "import assemblyai_tools.langchain",
        "from assemblyai_tools.langchain import AssemblyAIToolkit",
        "from assemblyai_tools.langchain.loader import AssemblyAITranscriptLoader",
    ],
)
@pytest.mark.parametrize("kind", ["ImportError", "assemblyai_tools.AssemblyAIError"])
def test_the_langchain_adapter_says_what_to_install(without, statement, kind):
    code = f"""
import assemblyai_tools
try:
    {statement}
except {kind} as error:
    print(error)
"""
    done = without("langchain_core", code)
    assert (done.stderr, done.stdout) == (
        "",
        line("", "assemblyai_tools.langchain", "langchain-core", install_command("langchain")),
    )


def test_live_speech_says_what_to_install(without):
    code = """
import assemblyai_tools
client = assemblyai_tools.Client(assemblyai_tools.Settings(api_key="k"))
try:
    client.stream([], speech_model="universal-streaming-english", sample_rate=16_000)
except ImportError as error:
    print(error)
"""
    done = without("websockets", code)
    assert (done.stderr, done.stdout) == (
        "",
        line("", "Live speech", "websockets", install_command("streaming")),
    )


@pytest.mark.parametrize(
    ("arguments", "package"), [("demo --langugae", "langchain_core"), ("list --offline --limti", "numpy")]
)
def test_a_wrong_option_is_told_before_a_missing_package(without, arguments, package):
    code = f"import sys; from assemblyai_tools.cli.main import main; sys.exit(main({arguments.split()!r}))"
    done = without(package, code)
    assert (done.returncode, done.stdout) == (2, "")
    assert "No such option" in done.stderr


@pytest.mark.parametrize("package", ["rich", "keyring", "docx"])
def test_the_command_line_works_without_what_only_people_need(without, package, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    code = "import sys; from assemblyai_tools.cli.main import main; sys.exit(main(['list', '--offline']))"
    done = without(package, code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "There are no transcripts yet.\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_needs_no_extra(without, command):
    code = f"from {COMMANDS[command]} import main; main(['--help'])"
    done = without("starlette", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.lower().startswith(f"usage: {command}")


@pytest.mark.parametrize(
    ("command", "package"),
    [
        ("assemblyai-mcp --wrong", "mcp"),
        ("assemblyai-mcp --tools transcribes", "mcp"),
        ("assemblyai-tools mcp --wrong", "mcp"),
        ("assemblyai-mcp --transport http --port 99999", "uvicorn"),
        ("assemblyai-emulator --wrong", "numpy"),
        ("assemblyai-emulator --faults gone.json", "numpy"),
        ("assemblyai-emulator --scenarios gone", "numpy"),
        ("assemblyai-tools demo --wrong", "rich"),
    ],
)
def test_a_wrong_option_is_told_before_anything_has_to_be_installed_for_it(without, command, package):
    name, *arguments = command.split()
    done = without(package, f"import sys; from {COMMANDS[name]} import main; sys.exit(main({arguments!r}))")
    assert done.returncode == 2
    assert done.stderr.lower().startswith("usage: ")
    assert "is not installed" not in done.stderr


def test_every_package_that_is_used_later_belongs_to_the_extra():
    listed = {requirement.partition(">")[0].lower() for requirement in EXTRAS["emulator"]}
    assert {name.lower() for name in _USED_LATER} <= listed


def test_a_missing_extra_is_an_import_error_with_the_packages_name():
    error = MissingExtraError.of("The demo", needs="rich", extra="demo")
    assert isinstance(error, ImportError)
    assert error.name == "rich"


def test_a_package_that_refuses_to_be_found_is_not_installed(monkeypatch):
    class Refuses:
        @staticmethod
        def find_spec(name, path=None, target=None):
            raise ModuleNotFoundError(name)

    monkeypatch.setattr(sys, "meta_path", [Refuses, *sys.meta_path])
    assert not is_installed("surely_not_imported_yet")
