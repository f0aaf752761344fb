"""The whole command line as click sees it. A command is imported when it runs or its help is shown."""

from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from assemblyai_tools import __version__
from assemblyai_tools.cli.commands import COMMANDS, PROGRAM, operation_commands, short_help
from assemblyai_tools.cli.exits import EXPLAINED
from assemblyai_tools.operations import catalogue

_SAYS = """\
AssemblyAI's speech-to-text from the command line: transcribe recordings, read them, ask about them.

An ID may be given as its beginning, as the name of the file that was transcribed, or as "last" (the newest). The
commands of the first list, and those of "batch", take --offline (the emulator on this machine answers, without a key),
--json and --quiet; the others take what their own help says. Only results go to stdout.
"""

_OF_COMMANDS = ("--offline", "--json", "--quiet")
"""Options of nearly every command, which a person may give before it."""


class Commands(click.Group):
    """The commands of `commands`, imported one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(short_help())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - see above
        if cmd_name in COMMANDS:
            module, _, attribute = COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(f"{__package__}.{module}"), attribute)
            return command
        operation, _ = operation_commands().get(cmd_name, (None, ""))
        if operation is None:
            return None
        from assemblyai_tools.cli.derived import command_of  # noqa: PLC0415 - it imports pydantic

        return command_of(catalogue.load(operation))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name not in _OF_COMMANDS:
                raise
            raise click.UsageError(
                f"{error.option_name} goes after the command, as in `{PROGRAM} list {error.option_name}`.",
                ctx,
            ) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:  # click suggests only commands that are imported already
            raise click.NoSuchCommand(error.command_name, possibilities=list(short_help()), ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        rows, operations = short_help().items(), operation_commands()
        with formatter.section("Commands"):
            formatter.write_dl([row for row in rows if row[0] in operations])
        with formatter.section("Programs and setup"):
            formatter.write_dl([row for row in rows if row[0] not in operations])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        names = [
            CompletionItem(name, help=says)
            for name, says in short_help().items()
            if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"{PROGRAM} {__version__}")
        context.exit()


root = Commands(
    name=PROGRAM,
    help=_SAYS,
    epilog=EXPLAINED,
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            help="Show the version.",
            callback=_show_version,
        )
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
"""The command line."""
