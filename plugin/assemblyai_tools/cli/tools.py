"""`assemblyai-tools tools`: the tools that agents get."""

import json
from collections.abc import Callable, Mapping

import click

from assemblyai_tools.operation import AnyOperation
from assemblyai_tools.operations.selection import ALL_OPERATIONS


def _text(operation: AnyOperation) -> str:
    return f"{operation.name:22} {operation.description.splitlines()[0]}"


def _json(operation: AnyOperation) -> str:
    return json.dumps({"name": operation.name, "input_schema": operation.input_schema})


def markdown(operation: AnyOperation) -> str:
    """A row of the README's table."""
    hints = operation.hints
    effect = "reads" if hints.read_only else "deletes" if hints.destructive else "creates"
    return f"| `{operation.name}` | {operation.description.splitlines()[0]} | {effect} |"


_FORMATS: Mapping[str, Callable[[AnyOperation], str]] = {"text": _text, "json": _json, "markdown": markdown}
"""How `tools --format` prints one operation."""


@click.command(help="List the tools that agents get through LangChain and the MCP server.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    default=None,
    help="text by default; json adds the argument schemas, one object a line; markdown gives the README's table.",
)
@click.option("as_json", "--json", is_flag=True, help="The same as --format json.")
def command(form: str | None, as_json: bool) -> None:
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json and --format {form} exclude each other.")
    show = _FORMATS["json" if as_json else form or "text"]
    for operation in ALL_OPERATIONS:
        click.echo(show(operation))
