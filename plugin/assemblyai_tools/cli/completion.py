"""`assemblyai-tools completion`: the script that makes a shell complete commands, options and ids."""

import click
from click.shell_completion import get_completion_class

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.group import root

_VARIABLE = "_ASSEMBLYAI_TOOLS_COMPLETE"
"""The variable by which the script asks this program for completions, as click names it."""


@click.command(
    help="Print the script that completes commands, options and ids in your shell. For bash, add this line to "
    '~/.bashrc:  eval "$(assemblyai-tools completion bash)"'
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    kind = get_completion_class(shell)
    if kind is not None:  # pragma: no branch - click knows these shells
        click.echo(kind(root, {}, PROGRAM, _VARIABLE).source())
