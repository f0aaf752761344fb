"""What the tests of the program as a process of its own share: its environment, and a way to run it."""

import os
import subprocess

import pytest
from tests.plugin.cli.process.program import LONGEST, PROGRAM


@pytest.fixture
def environment(tmp_path):
    """A home of its own, no key, no keyring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSEMBLYAI_", "XDG_"))}
    return {**kept, "HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture
def run(environment, tmp_path):
    def run(*words, **more):
        return subprocess.run(
            [PROGRAM, *map(str, words)],
            cwd=tmp_path,
            env={**environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )

    return run
