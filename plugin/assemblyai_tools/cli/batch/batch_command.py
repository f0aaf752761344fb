"""Builds a command of batches."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from assemblyai_tools.cli.batch.database import database_option
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.session import common_options


def batch_command(
    name: str, says: str, run: Callable[..., int], params: Sequence[click.Parameter]
) -> click.Command:
    """The command that calls `run` with the place of the batches and what was typed.

    Its errors name commands with --offline and --database, if those were given.
    """

    def callback(**given: Any) -> int:
        place = Place.of(given)
        with place.telling():
            return run(place, **given)

    return click.Command(
        name=name, help=says, params=[*params, database_option(), *common_options()], callback=callback
    )
