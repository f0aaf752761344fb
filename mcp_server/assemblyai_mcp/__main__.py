"""`assemblyai-mcp`: the MCP server over stdio."""

import argparse
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
            _serve_offline(settings, options)
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


def _serve_offline(settings: Settings, options: argparse.Namespace) -> None:
    given = {"--scenarios": options.scenarios, "--llm-url": options.llm_url, "--llm-model": options.llm_model}
    arguments = [word for name, value in given.items() if value for word in (name, str(value))]
    # The emulator ends with this process, however it ends, and takes its temporary folder along.
    with emulator(
        data_dir=options.data_dir, allowed_dirs=settings.allowed_dirs, arguments=arguments
    ) as offline:
        _serve(offline)


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
    parser.add_argument(
        "--scenarios", type=Path, help="with --offline: JSON transcripts for chosen recordings"
    )
    parser.add_argument(
        "--llm-url", help="with --offline: an OpenAI-compatible server that answers instead of quotes"
    )
    parser.add_argument("--llm-model", help="with --offline: the model to ask there")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('assemblyai-tools')}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
