"""Runs a script below scripts/ with a client of the API that the tests' own environment cannot hold.

`make clients` runs these tests. Each client is installed from the package index into a folder below build/clients.
"""

import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "scripts"
ENVIRONMENTS = Path(__file__).parents[2] / "build" / "clients"
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="session", autouse=True)
def no_certificates():
    """The other tests need none. Installing does."""


@pytest.fixture(scope="session")
def run(running_emulator):
    """Runs a script with a requirement installed, and with the emulator's address as the client's own settings.

    Returns the object that the script printed.
    """

    def running(requirement: str, script: str, *arguments: str) -> dict:
        env = {
            **os.environ,
            "ASSEMBLYAI_API_KEY": f"client-{uuid.uuid4()}",
            "ASSEMBLYAI_BASE_URL": running_emulator.base_url,
            "OPENAI_API_KEY": f"client-{uuid.uuid4()}",
            "OPENAI_BASE_URL": f"{running_emulator.base_url}/v1",
        }
        return json.loads(_output(_python_with(requirement), str(SCRIPTS / script), *arguments, env=env))

    return running


def _python_with(requirement: str) -> str:
    """The interpreter of an environment that holds the requirement and nothing else of ours."""
    folder = ENVIRONMENTS / re.sub(r"[^\w.]+", "-", requirement)
    python, installed = str(folder / "bin" / "python"), folder / "installed"
    if not installed.exists():
        _output(str(UV), "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
        _output(str(UV), "pip", "install", "--quiet", "--python", python, requirement)
        installed.touch()
    return python


def _output(*command: str, env=None) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
