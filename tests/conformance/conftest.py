"""The protocol's public tools, from npm, and the real server that they look at.

They are there after `make conformance`; without them these tests say that they were skipped.
"""

import os
import subprocess
from pathlib import Path

import pytest
from tests.mcp_server.test_http_process import process

BIN = Path(__file__).parent / "node_modules" / ".bin"


@pytest.fixture(scope="session")
def tool():
    """Run one of the tools with the Node that came with them (theirs need 22 or newer)."""
    if not (BIN / "node").exists():
        pytest.skip("the tools are not installed: make conformance")

    def run(name, *arguments):
        done = subprocess.run(
            [BIN / name, *arguments],
            env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="session")
def url():
    """The server as people start it, with the emulator behind it; the tools want it under the name localhost."""
    with process("--offline") as (_, address):
        yield address.replace("127.0.0.1", "localhost") + "/mcp"
