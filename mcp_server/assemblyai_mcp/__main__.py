"""`assemblyai-mcp`: the MCP server, over stdio or HTTP."""

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assemblyai_mcp.config import (
    DEFAULT_PORT,
    STATE_KEY_VARIABLE,
    TOKEN_VARIABLE,
    HttpSettings,
    state_keys_from_env,
    token_from_env,
)
from assemblyai_mcp.logs.stderr_log import write_log_to_stderr
from assemblyai_tools import TOOLSETS, AssemblyAIError, MissingExtraError, Selection, Settings
from assemblyai_tools.offline import emulator

_log = logging.getLogger("assemblyai_mcp")

_HTTP = ("host", "port", "allowed_host", "allowed_origin", "public_url", "stateless")
_OFFLINE = ("data_dir", "scenarios", "llm_url", "llm_model")

_EMULATOR = "http://127.0.0.1"
"""An address that is none of AssemblyAI's, as the emulator's will be."""


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until stdin closes, or over HTTP until a signal. With `--offline`, the emulator runs as long."""
    parser = _parser()
    options = parser.parse_args(argv)
    _check_together(parser, options)
    try:
        settings = Settings.from_env()
        _check_values(parser, options, settings)
        with _import("assemblyai_mcp.logs.log_masking").masked_logs(settings.api_key, token_from_env()):
            if options.offline:
                _serve_offline(settings, options)
            else:
                _serve(settings, options)
    except AssemblyAIError as error:
        print(f"assemblyai-mcp: {error}", file=sys.stderr)  # noqa: T201 - stdout carries the protocol
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _check_together(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse an option that would have no effect: its user believes that the server is on HTTP, or offline."""
    for condition, needed, names in (
        (options.transport == "http", "--transport http", _HTTP),
        (options.offline, "--offline", _OFFLINE),
    ):
        given = [name for name in names if getattr(options, name) != parser.get_default(name)]
        if given and not condition:
            parser.error(f"--{given[0].replace('_', '-')} goes with {needed} only")


def _check_values(parser: argparse.ArgumentParser, options: argparse.Namespace, settings: Settings) -> None:
    """Refuse a wrong value before any package is missed that would have to be installed for it."""
    if bool(options.llm_url) != bool(options.llm_model):
        parser.error("--llm-url and --llm-model need each other")
    if options.scenarios and not options.scenarios.is_dir():
        parser.error(f"--scenarios: there is no folder {options.scenarios}")
    try:
        # Which tools there are depends on the service. The emulator has no other settings than these.
        used = Settings(base_url=_EMULATOR, ledger=settings.ledger) if options.offline else settings
        _selection(options).of(used.choices)
        _http(options).check_form()
    except AssemblyAIError as error:
        parser.error(str(error))


def _serve(settings: Settings, options: argparse.Namespace) -> None:
    selection = _selection(options)
    write_log_to_stderr()
    if lost := settings.lost_folders():
        _log.warning("ASSEMBLYAI_ALLOWED_DIRS: %s, so no file in there can be used.", lost)
    if options.transport == "stdio":
        kept = settings if options.offline else settings.with_kept_ledger()
        server = _import("assemblyai_mcp.server")
        server.create_server(kept, selection, resource_links=options.resource_links).run("stdio")
        return
    http = replace(_http(options), token=token_from_env(), state_keys=state_keys_from_env())
    _import("assemblyai_mcp.asgi.serve").serve(
        settings, http, selection, resource_links=options.resource_links
    )


def _selection(options: argparse.Namespace) -> Selection:
    return Selection(
        toolsets=options.toolsets,
        tools=options.tools,
        exclude_tools=options.exclude_tools,
        read_only=options.read_only,
    )


def _http(options: argparse.Namespace) -> HttpSettings:
    """What the options say; the environment has the secrets."""
    return HttpSettings(
        host=options.host,
        port=options.port,
        allowed_hosts=tuple(options.allowed_host),
        allowed_origins=tuple(options.allowed_origin),
        public_url=options.public_url,
        stateless=options.stateless,
    )


def _import(module: str) -> Any:
    """A module of the server, which needs packages that the plugin does not, and over stdio no web server."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtraError.of("The MCP server", needs=error.name or str(error), extra="mcp") from error


def _serve_offline(settings: Settings, options: argparse.Namespace) -> None:
    given = {"--scenarios": options.scenarios, "--llm-url": options.llm_url, "--llm-model": options.llm_model}
    arguments = [word for name, value in given.items() if value for word in (name, str(value))]
    # However this process ends, the emulator stops too and removes its temporary folder.
    with emulator(data_dir=options.data_dir, allowed_dirs=settings.folders(), arguments=arguments) as offline:
        kept = options.data_dir / "ledger.sqlite3" if options.data_dir else None
        _serve(replace(offline, ledger=settings.ledger or kept), options)


def _names(value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    if not names:  # an unset shell variable must not offer every tool
        raise argparse.ArgumentTypeError("it names nothing; leave the option out for everything")
    return names


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assemblyai-mcp",
        description="AssemblyAI as an MCP server. Reads ASSEMBLYAI_API_KEY, ASSEMBLYAI_REGION, ASSEMBLYAI_BASE_URL and "
        "ASSEMBLYAI_ALLOWED_DIRS (folders that tools may read from and write to; default: the working folder).",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('assemblyai-tools')}")
    _add_tools(parser)
    _add_http(parser)
    _add_offline(parser)
    return parser


def _add_tools(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("tools (names separated by commas; a narrowing option wins)")
    group.add_argument(
        "--toolsets", type=_names, default=(), help=f"any of {', '.join(TOOLSETS)}; default: all"
    )
    group.add_argument(
        "--tools", type=_names, default=(), help="these, in addition to --toolsets; alone, only these"
    )
    group.add_argument("--exclude-tools", type=_names, default=(), help="never these, whatever else is given")
    group.add_argument(
        "--read-only",
        action="store_true",
        help="only tools that change nothing and cost nothing, whatever else is given",
    )
    parser.add_argument(
        "--resource-links",
        action="store_true",
        help="a shortened result also links to the whole transcript; many hosts cannot take links",
    )


def _add_http(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "over HTTP",
        f"Several workers need the same {STATE_KEY_VARIABLE} (32 random characters or more; the first of several, "
        "separated by commas, seals), so that one takes the answer to a question that another asked. It also seals the "
        "ids of tasks; without it, a key that follows from the account's own does.",
    )
    group.add_argument("--transport", choices=["stdio", "http"], default="stdio")
    group.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    group.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="default: %(default)s; 0 takes a free port"
    )
    group.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help=f"name under which others call it; with a key of the server's own, {TOKEN_VARIABLE} must be set",
    )
    group.add_argument(
        "--allowed-origin", action="append", default=[], metavar="ORIGIN", help="web page that may call it"
    )
    group.add_argument(
        "--public-url",
        metavar="URL",
        help="where AssemblyAI reaches this server's /webhook, so that waiting needs no polling",
    )
    group.add_argument(
        "--stateless", action="store_true", help="no sessions for older clients either, for several workers"
    )


def _add_offline(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("offline")
    group.add_argument(
        "--offline",
        action="store_true",
        help="run the emulator for this server: no key, no network, real speech recognition (Whisper, English)",
    )
    group.add_argument(
        "--data-dir", type=Path, help="keep transcripts in this folder (default: a temporary one)"
    )
    group.add_argument("--scenarios", type=Path, help="JSON transcripts for chosen recordings")
    group.add_argument("--llm-url", help="an OpenAI-compatible server that answers instead of quotes")
    group.add_argument("--llm-model", help="the model to ask there")


if __name__ == "__main__":
    sys.exit(main())
