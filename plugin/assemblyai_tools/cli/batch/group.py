"""`assemblyai-tools batch`: the commands of batches, imported one by one."""

from collections.abc import Mapping
from importlib import import_module

import click

from assemblyai_tools.cli.exits import EXPLAINED

_COMMANDS: Mapping[str, tuple[str, str]] = {
    "start": ("start", "Write down what is to be transcribed, and do it."),
    "status": ("status", "Tell how far batches are, over all machines."),
    "resume": ("resume", "Go on with a batch that was stopped, killed, held or cancelled."),
    "retry": ("retry", "Try again what failed."),
    "cancel": ("cancel", "Send nothing more of a batch."),
    "export": ("export", "Write the results of a batch again, in other formats or elsewhere."),
    "work": ("work", "Work on the batches of a database: on as many machines as you like with Postgres."),
    "report": ("report", "Write a report as one HTML file."),
}
"""The module of each command, and a line about it. Most of them import SQLAlchemy when they run."""

_SAYS = """\
Transcribe many recordings: a folder, a pattern, a list, addresses.

No recording is lost and none is paid twice, whatever is killed when. What is done lands in files as it comes.
"""


class _Batches(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - see above
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"{__package__}.{_COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:  # click would import all of them to suggest one
            raise click.NoSuchCommand(error.command_name, possibilities=list(_COMMANDS), ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in _COMMANDS.items()])


command = _Batches(name="batch", help=_SAYS, epilog=EXPLAINED)
"""The group."""
