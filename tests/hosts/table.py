"""docs/hosts.md, from the recorded results."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_COLUMNS = {"list": "list", "call": "call", "progress": "progress", "deletion": "deletion", "long": "long transcript"}

_HEAD = """\
# Hosts and client libraries

`make hosts` wrote this page. It installs each library into an environment of its own, starts this server with
`--offline` (the emulator answers; no key, no network), and lets the library do one job as its documentation says: list
the tools, transcribe a short file and wait, show progress, read an hour-long transcript page by page, and delete it.
No language model takes part: the calls are scripted, and what is checked is what the library would show a model. Desktop
and web applications (Claude, ChatGPT, Cursor, VS Code) were not run: they need a person, an account or a network.

- **call**: `transcribe` of a four-second file with `wait_seconds=60`, with the library's own time limit.
- **progress**: notifications that reached the program; each number was larger than the one before, with one total.
- **deletion**: `the person is asked` means that the library put the server's question to a handler of the program.
  `refused until confirm=true` means that the library cannot ask: the first call fails and names the call that confirms.
- **long transcript**: the first page, and the next one by the `start_at_ms` that it names, reach the model as text.
"""

_LIMITS = """\

## Time limits of a call

Read from the installed packages. `transcribe` waits 45 s by default and then says how to go on waiting; where the limit is
lower, raise it, or let the agent pass a smaller `wait_seconds`.

| host | its limit; the setting that raises it |
|---|---|
"""


def write_document(path: Path, results: Mapping[str, Any], names: Sequence[str]) -> None:
    """Write the page; hosts without a result are shown as not run."""
    lines = [
        "",
        f"| host | version | {' | '.join(_COLUMNS.values())} | run |",
        f"|---{'|---' * (len(_COLUMNS) + 2)}|",
        *(_row(name, results.get(name)) for name in names),
    ]
    limits = [f"| {name} | {results[name]['limit']} |" for name in names if results.get(name, {}).get("limit")]
    path.write_text(_HEAD + "\n".join(lines) + "\n" + _LIMITS + "\n".join(limits) + "\n")


def _row(name: str, result: Mapping[str, Any] | None) -> str:
    if result is None:
        return f"| {name} | | {' | '.join('not run' for _ in _COLUMNS)} | |"
    cells = " | ".join(_cell(result["cells"].get(column)) for column in _COLUMNS)
    beside = "" if name.startswith("mcp (") or not result.get("mcp") else f", mcp {result['mcp']}"
    return f"| {name} | {result['version']}{beside} | {cells} | {result['date']} |"


def _cell(cell: Sequence[Any] | None) -> str:
    if cell is None:
        return "not run"
    done, told = cell
    shown = str(told).replace("|", "\\|")
    return shown if done else f"none: {shown}" if done is None else f"**fails**: {shown}"
