"""The files that follow from the catalogue, and what each must say."""

import dataclasses
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import click
from tests.wording.table import told

import assemblyai_tools
from assemblyai_tools import ALL_OPERATIONS, langchain
from assemblyai_tools.cli import group
from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.derived import said_by
from assemblyai_tools.cli.tools import markdown
from assemblyai_tools.operations import catalogue

ROOT = Path(__file__).parents[2]
SNAPSHOTS = Path(__file__).parent / "snapshots"

_REGION = re.compile(r"(?<=make generate\n).*?(?=# End of the generated part\.\n)", re.DOTALL)
_MANUAL = re.compile(r"(?<=<!-- make generate -->\n).*?(?=<!-- End of the generated part. -->)", re.DOTALL)
_FINDING = re.compile(r"(?<=<!-- finding -->\n).*?(?=<!-- /finding -->)", re.DOTALL)
_TABLE = re.compile(r"(?<=\| tool \| what it does \| effect \|\n\|---\|---\|---\|\n)(?:\|.*\n)*")


def package(text: str) -> str:
    """The plugin's `__init__`, with the imports that editors and type checkers read, and `__all__`."""
    operations = {name: f"operations.{module}" for name, module in catalogue.MODULES.items()}
    return _with_names(text, assemblyai_tools, operations)


def langchain_package(text: str) -> str:
    """The same of the LangChain adapter."""
    return _with_names(text, langchain, dict.fromkeys(langchain.OPERATIONS, "tools"))


def _with_names(text: str, package: ModuleType, operations: Mapping[str, str]) -> str:
    homes = {**package._MODULES, **operations}
    imports = "".join(f"    from {package.__name__}.{home} import {name}\n" for name, home in homes.items())
    names = ", ".join(f'"{name}"' for name in homes)
    return _with_region(text, f"if TYPE_CHECKING:\n{imports}\n__all__ = [{names}]\n")


def tool_classes(text: str) -> str:
    """The tool classes as editors and type checkers read them."""
    classes = "\n".join(
        f'    class {name}(AssemblyAITool):\n        """{catalogue.load(operation).description.splitlines()[0]}"""\n'
        for name, operation in langchain.OPERATIONS.items()
    )
    return _with_region(text, f"if TYPE_CHECKING:\n{classes}")


def _with_region(text: str, region: str) -> str:
    return _formatted(_REGION.sub(lambda _: region, text))


def commands(text: str) -> str:
    """The catalogue, with each operation's command and what it does in a line."""
    rows = "".join(
        f"    {one.name!r}: ({one.command!r}, {said_by(one).splitlines()[0]!r}),\n" for one in ALL_OPERATIONS
    )
    return _with_region(text, f"COMMANDS: Mapping[str, tuple[str, str]] = {{\n{rows}}}\n")


def manual(text: str) -> str:
    """The command line's manual, with the help of every command."""
    whole = click.Context(group.root, info_name=PROGRAM, help_option_names=["-h", "--help"])
    shown = "".join(f"\n### {name}\n\n```text\n{told}```\n" for name, told in _helps(group.root, whole))
    return _MANUAL.sub(lambda _: f"{shown}\n", text)


def _helps(commands: click.Group, above: click.Context) -> Iterator[tuple[str, str]]:
    """Each command and its help, without those that pass every option on to another program."""
    for name in commands.list_commands(above):
        command = commands.get_command(above, name)
        if name in ("mcp", "emulator"):
            continue
        context = click.Context(command, above, name, terminal_width=100, max_content_width=100)
        told = "".join(f"{line.rstrip()}\n" for line in command.get_help(context).splitlines())
        yield context.command_path.removeprefix(f"{PROGRAM} "), told
        if isinstance(command, click.Group):
            yield from _helps(command, context)


def readme(text: str) -> str:
    """The README with the table of the tools, and that of how well they are found."""
    listed = _TABLE.sub("".join(f"{markdown(operation)}\n" for operation in ALL_OPERATIONS), text)
    return _FINDING.sub(lambda _: told(), listed)


def bundle(text: str) -> str:
    """The desktop bundle's manifest with the names and descriptions of the tools."""
    tools = [{"name": one.name, "description": one.description.splitlines()[0]} for one in ALL_OPERATIONS]
    return json.dumps({**json.loads(text), "tools": tools}, indent=2, ensure_ascii=False) + "\n"


FILES: Mapping[str, Callable[[str], str]] = {
    "plugin/assemblyai_tools/__init__.py": package,
    "plugin/assemblyai_tools/langchain/__init__.py": langchain_package,
    "plugin/assemblyai_tools/langchain/tools.py": tool_classes,
    "plugin/assemblyai_tools/operations/catalogue.py": commands,
    "README.md": readme,
    "docs/cli.md": manual,
    "mcp_server/mcpb/manifest.json": bundle,
}
"""Each file that holds something generated: from its text to the text it must have."""


def snapshot(operation) -> str:
    """What a model sees of an operation."""
    seen = {
        "name": operation.name,
        "title": operation.title,
        "description": operation.description,
        "hints": dataclasses.asdict(operation.hints),
        "input_schema": operation.input_schema,
        "output_schema": operation.output_schema,
    }
    return json.dumps(seen, indent=2, ensure_ascii=False) + "\n"


def _formatted(code: str) -> str:
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    for command in (["check", "--quiet", "--fix", "--select", "I,RUF022"], ["format"]):
        name = "plugin/assemblyai_tools/__init__.py"  # only says that it is our own code
        done = subprocess.run(
            [*ruff, *command, "--stdin-filename", name, "-"],
            cwd=ROOT,
            input=code,
            capture_output=True,
            text=True,
            check=True,
        )
        code = done.stdout
    return code
