"""`assemblyai-tools`: the demo, and a look at the tools."""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.operations import ALL_OPERATIONS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 for success, 1 for a failure that was explained."""
    options = _parser().parse_args(argv)
    try:
        if options.command == "demo":
            return _demo(options)
        return _tools(as_json=options.json)
    except AssemblyAIError as error:
        print(f"assemblyai-tools: {error}", file=sys.stderr)  # noqa: T201 - a command's own words
        return 1
    except KeyboardInterrupt:
        return 130


def _demo(options: argparse.Namespace) -> int:
    try:
        # Only the demo needs LangChain and rich; every other command works without them.
        from assemblyai_tools.demo.job import run_demo  # noqa: PLC0415
        from assemblyai_tools.demo.show import Screen  # noqa: PLC0415
    except ModuleNotFoundError as error:
        print(f"The demo needs {error.name}: pip install 'assemblyai-tools[demo]'", file=sys.stderr)  # noqa: T201
        return 1
    return run_demo(options.file, live=options.live, questions=options.question, screen=Screen())


def _tools(*, as_json: bool) -> int:
    for operation in ALL_OPERATIONS:
        if as_json:
            line = json.dumps({"name": operation.name, "input_schema": operation.input_schema})
        else:
            line = f"{operation.name:22} {operation.description.splitlines()[0]}"
        print(line)  # noqa: T201 - the command's output
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assemblyai-tools", description="AssemblyAI's API as typed tools for LLM agents."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('assemblyai-tools')}")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="run an agent's whole job on a recording, offline unless --live")
    demo.add_argument("file", nargs="?", type=Path, help="audio or video (default: the sample meeting)")
    demo.add_argument(
        "--live", action="store_true", help="use the real API with ASSEMBLYAI_API_KEY; this costs money"
    )
    demo.add_argument("--question", action="append", default=[], help="ask this instead; may be repeated")
    tools = commands.add_parser("tools", help="list the tools")
    tools.add_argument(
        "--json", action="store_true", help="with their argument schemas, one JSON object a line"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
