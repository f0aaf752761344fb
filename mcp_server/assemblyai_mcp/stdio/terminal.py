"""A person who starts the server over stdio in a terminal: it says what it waits for, and Ctrl-C ends it."""

import os
import sys
from collections.abc import AsyncIterator
from typing import cast

import anyio

NOTICE = """\
assemblyai-mcp: this is an MCP server. It waits for an MCP client on stdin, and nothing more will be shown here.
An MCP client (a chat or coding application) starts it by itself: docs/hosts.md says what to configure.
To try it without one: assemblyai-tools demo. To serve over HTTP: assemblyai-mcp --transport http.
Ctrl-C or Ctrl-D ends it.
"""
"""What a person reads whose terminal is the server's stdin."""

_LONGEST_READ = 65_536
"""Bytes that are read from the terminal at once."""


def lines_of_terminal() -> anyio.AsyncFile[str] | None:
    """If stdin is a terminal, tell its user so on stderr, and give the lines that are typed; otherwise None.

    The SDK would read them in a thread, which Ctrl-C cannot wake: the process would wait for one more line.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    sys.stderr.write(NOTICE)
    sys.stderr.flush()
    return cast("anyio.AsyncFile[str]", _lines(sys.stdin.fileno()))  # the SDK only iterates over it


async def _lines(terminal: int) -> AsyncIterator[str]:
    """The lines typed at a terminal, until Ctrl-D. A terminal that is readable gives what it has without waiting."""
    begun = b""
    while True:
        await anyio.wait_readable(terminal)
        typed = os.read(terminal, _LONGEST_READ)
        if not typed:
            return
        *whole, begun = (begun + typed).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace")
