"""Every command by its name, without importing any of them.

Each operation of the catalogue has a command by itself. COMMANDS has the others, and those of operations that do more
than call the operation.
"""

from collections.abc import Mapping

from assemblyai_tools.operations import catalogue

PROGRAM = "assemblyai-tools"
"""The name of the program."""

COMMANDS: Mapping[str, str] = {
    "transcribe": "transcribe:command",
    "live": "live.command:command",
    "get": "get:command",
    "view": "viewing.view:command",
    "captions": "captions:command",
    "redacted-audio": "redacted_audio:command",
    "batch": "batch.group:command",
    "demo": "demo_command:command",
    "login": "login:command",
    "logout": "logout:command",
    "whoami": "whoami:command",
    "doctor": "doctor:command",
    "install": "install:command",
    "mcp": "mcp:command",
    "emulator": "emulator:command",
    "tools": "tools:command",
    "completion": "completion:command",
}
"""The module of this package and the attribute that hold a command."""

SHORT_HELP: Mapping[str, str] = {
    "transcribe": "Turn recordings into text: files, folders, web addresses, audio on stdin. Costs money.",
    "live": "Turn speech into text while it is spoken: a microphone, a pipe, a recording. Costs money.",
    "get": "Read a transcript, all of it, as text or in another format.",
    "view": "Read, hear and search a transcript in your browser, or as one HTML file.",
    "captions": "Get a transcript as SRT, WebVTT or TTML captions.",
    "redacted-audio": "Get the audio with personal data beeped out: its address, or the audio itself in a file.",
    "batch": "Transcribe many recordings, whatever fails or is killed meanwhile.",
    "demo": "Run an agent's whole job on a recording, offline unless --live.",
    "login": "Store your API key in the system's keyring.",
    "logout": "Remove the key that login stored.",
    "whoami": "Show which key and which hosts the commands use.",
    "doctor": "Check the installation, the key, the hosts, the folders and the MCP clients.",
    "install": "Add the MCP server to the configuration of a chat client.",
    "mcp": "Become the MCP server: the same as assemblyai-mcp, options and all.",
    "emulator": "Become the emulator: the same as assemblyai-emulator, options and all.",
    "tools": "List the tools that agents get.",
    "completion": "Print the script that completes commands in your shell.",
}
"""A line about each command of COMMANDS."""


def operation_commands() -> Mapping[str, tuple[str, str]]:
    """The operation behind each command, and a line about it."""
    found: dict[str, tuple[str, str]] = {}
    for name in catalogue.MODULES:
        command, says = catalogue.COMMANDS.get(name) or _asked(name)
        found[command] = name, says
    return found


def command_name(operation: str) -> str:
    """The command of the operation of this name."""
    known = catalogue.COMMANDS.get(operation)
    return known[0] if known else catalogue.load(operation).command


def _asked(name: str) -> tuple[str, str]:
    """The same from the operation itself, which has to be imported for it."""
    from assemblyai_tools.cli.derived import said_by  # noqa: PLC0415 - it imports pydantic

    operation = catalogue.load(name)
    return operation.command, said_by(operation).splitlines()[0]


def short_help() -> Mapping[str, str]:
    """Every command with a line about it, in the order of the help: those of operations come first."""
    return {command: says for command, (_, says) in operation_commands().items()} | dict(SHORT_HELP)
