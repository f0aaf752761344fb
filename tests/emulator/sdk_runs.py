"""Programs that use AssemblyAI's own SDKs, each in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_NODE_FOLDER = Path(__file__).parents[1] / "node"
_NODE = shutil.which("node")

needs_node_sdk = [
    pytest.mark.skipif(_NODE is None, reason="Node.js is not installed"),
    pytest.mark.skipif(
        not (_NODE_FOLDER / "node_modules" / "assemblyai").is_dir(),
        reason="the Node SDK is not installed: make test installs it",
    ),
]
"""Marks of tests that run Node."""


def run_python(program: str, *arguments: str, **env: str):
    """What a program prints as JSON. `env` is added to the environment."""
    return _printed([sys.executable, "-c", program, *arguments], env)


def run_node(script: str, *arguments: str, **env: str):
    """The same for a script of tests/node."""
    return _printed([_NODE, script, *arguments], env)


def _printed(command, env):
    done = subprocess.run(
        command,
        cwd=_NODE_FOLDER if command[0] == _NODE else None,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
