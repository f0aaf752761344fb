"""The import contracts hold, and each of them is seen to fail when someone breaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("plugin", "mcp_server", "emulator")

VIOLATIONS = {
    "layers": ("plugin/assemblyai_tools/operations/upload.py", "import assemblyai_tools.client"),
    "emulator-layers": (
        "emulator/assemblyai_emulator/parameters/fields.py",
        "import assemblyai_emulator.scenarios.scenario",
    ),
    "server-layers": ("mcp_server/assemblyai_mcp/callers.py", "import assemblyai_mcp.asgi.api_key"),
    "apart": ("emulator/assemblyai_emulator/wording/words.py", "import assemblyai_tools"),
    "viewer-apart": ("plugin/assemblyai_viewer/page.py", "import assemblyai_tools"),
    "core-alone": ("plugin/assemblyai_tools/offline.py", "import assemblyai_emulator"),
    "mcp-public": ("mcp_server/assemblyai_mcp/server.py", "import assemblyai_tools.transport.engine"),
    "one-http": ("plugin/assemblyai_tools/transport/engine.py", "import httpx"),
    "one-websockets": ("plugin/assemblyai_tools/streaming/session.py", "import websockets"),
    "streaming-layers": (
        "plugin/assemblyai_tools/streaming/protocol.py",
        "import assemblyai_tools.streaming.timing",
    ),
    "one-dbos": ("plugin/assemblyai_tools/batch/worker.py", "import dbos"),
    "one-sqlalchemy": ("plugin/assemblyai_tools/cli/main.py", "import sqlalchemy"),
    "one-langchain": ("mcp_server/assemblyai_mcp/server.py", "import langchain_core"),
}


@pytest.fixture
def copy(tmp_path):
    """A copy of the sources, so that a violation is never planted in the real ones."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.ogg"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder, *arguments):
    path = os.pathsep.join(str(folder / name) for name in SOURCES)
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_has_a_planted_violation():
    text = (ROOT / "pyproject.toml").read_text()
    ids = {line.split('"')[1] for line in text.splitlines() if line.startswith("id = ")}
    assert ids == set(VIOLATIONS)


def test_the_contracts_hold(copy):
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_contract_fails_on_a_planted_violation(copy, contract):
    name, line = VIOLATIONS[contract]
    module = copy / name
    module.write_text(f"{module.read_text()}\n{line}\n")
    done = lint_imports(copy, "--contract", contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_importing_the_core_brings_in_nothing_heavy():
    heavy = {"langchain_core", "mcp", "av", "starlette", "sqlalchemy", "dbos", "click", "rich", "websockets"}
    code = (
        "import sys, assemblyai_tools\n"
        f"print(sorted({{name.partition('.')[0] for name in sys.modules}} & {heavy}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
