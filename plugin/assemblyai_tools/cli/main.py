"""`assemblyai-tools`: runs the demo, lists the tools, starts the MCP server."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assemblyai_tools import __version__
from assemblyai_tools.errors import AssemblyAIError, MissingExtraError
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.operation import Operation, Result
from assemblyai_tools.operations.selection import ALL_OPERATIONS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. The exit code is 0 for success, 1 for a failure with a message, 130 for an interrupt."""
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        if given[:1] == ["mcp"]:
            return _become_mcp_server(given[1:])
        options = _parser().parse_args(given)
        if options.command == "demo":
            return _demo(options)
        return _tools(_FORMATS[options.format])
    except AssemblyAIError as error:
        print(f"assemblyai-tools: {error}", file=sys.stderr)  # noqa: T201 - the command's output
        return 1
    except KeyboardInterrupt:
        return 130


def _become_mcp_server(arguments: Sequence[str]) -> int:
    """Become the MCP server, passing its options on; package runners start one command per package."""
    if not is_installed("mcp"):
        raise MissingExtraError.of("The MCP server", needs="mcp", extra="mcp")
    return os.execv(sys.executable, [sys.executable, "-m", "assemblyai_mcp", *arguments])  # noqa: S606 - our own module


def _demo(options: argparse.Namespace) -> int:
    try:
        # Only the demo needs LangChain and rich; every other command works without these packages.
        from assemblyai_tools.cli.demo import Wishes, run_demo  # noqa: PLC0415
        from assemblyai_tools.cli.screen import Screen  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError.of("The demo", needs=error.name or str(error), extra="demo") from error
    wishes = Wishes(
        file=options.file,
        live=options.live,
        keep=options.keep,
        multichannel=options.multichannel,
        speakers=options.speakers,
        questions=options.question,
    )
    return run_demo(wishes, Screen())


def _tools(format_row: Callable[[Operation[Any, Result]], str]) -> int:
    for operation in ALL_OPERATIONS:
        print(format_row(operation))  # noqa: T201 - the command's output
    return 0


def _text(operation: Operation[Any, Result]) -> str:
    return f"{operation.name:22} {operation.description.splitlines()[0]}"


def _json(operation: Operation[Any, Result]) -> str:
    return json.dumps({"name": operation.name, "input_schema": operation.input_schema})


def markdown(operation: Operation[Any, Result]) -> str:
    """A row of the README's table."""
    hints = operation.hints
    effect = "reads" if hints.read_only else "deletes" if hints.destructive else "creates"
    return f"| `{operation.name}` | {operation.description.splitlines()[0]} | {effect} |"


_FORMATS = {"text": _text, "json": _json, "markdown": markdown}
"""How `tools --format` prints one operation."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assemblyai-tools", description="AssemblyAI's API as typed tools for LLM agents."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="run an agent's whole job on a recording, offline unless --live")
    demo.add_argument("file", nargs="?", type=Path, help="audio or video (default: the sample meeting)")
    demo.add_argument(
        "--live", action="store_true", help="use the real API with ASSEMBLYAI_API_KEY; this costs money"
    )
    demo.add_argument(
        "--keep", action="store_true", help="keep the transcript and captions, as --live always does"
    )
    demo.add_argument("--multichannel", action="store_true", help="one speaker on each channel of the file")
    demo.add_argument(
        "--speakers",
        action="store_true",
        help="tell voices on one channel apart, as --live always does; offline this needs the extra emulator-speakers "
        "and takes about 1.5 times as long as the recording",
    )
    demo.add_argument("--question", action="append", default=[], help="ask this instead; may be repeated")
    commands.add_parser("mcp", help="become the MCP server: the same as assemblyai-mcp, options and all")
    tools = commands.add_parser("tools", help="list the tools")
    tools.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help="json adds the argument schemas, one object a line; markdown gives the rows of the README's table",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
