"""`assemblyai-mcp`: the MCP server over stdio."""

import argparse
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from assemblyai_mcp.server import create_server
from assemblyai_tools import AssemblyAIError, Settings
from assemblyai_tools.offline import emulator


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until the client closes stdin; with `--offline`, run the emulator for as long."""
    options = _parser().parse_args(argv)
    try:
        settings = Settings.from_env()
        if options.offline:
            _serve_offline(settings, options.data_dir)
        else:
            _serve(settings)
    except AssemblyAIError as error:
        print(f"assemblyai-mcp: {error}", file=sys.stderr)  # noqa: T201 - stdout is the protocol's
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _serve(settings: Settings) -> None:
    create_server(settings).run("stdio")


def _serve_offline(settings: Settings, data_dir: Path | None) -> None:
    # A client may end the server with SIGTERM; the emulator and its temporary folder must go with it.
    signal.signal(signal.SIGTERM, _stop)
    with emulator(data_dir=data_dir, allowed_dirs=settings.allowed_dirs) as offline:
        _serve(offline)


def _stop(_number: int, _frame: object) -> None:
    sys.exit(143)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assemblyai-mcp",
        description="AssemblyAI as an MCP server over stdio. Reads ASSEMBLYAI_API_KEY, ASSEMBLYAI_BASE_URL and "
        "ASSEMBLYAI_ALLOWED_DIRS (folders that tools may read from and write to; default: the working folder).",
    )
    parser.add_argument(
        "--offline",
        action="store_true",
        help="run the emulator for this server: no key, no network, a real but low-accuracy English decoder",
    )
    parser.add_argument(
        "--data-dir",
        type=Path,
        help="with --offline: keep transcripts in this folder (default: a temporary one)",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('assemblyai-tools')}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
