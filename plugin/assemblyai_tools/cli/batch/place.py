"""Where the batches of a command are, and how the next command for them is typed."""

import re
import shlex
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.session import Common
from assemblyai_tools.errors import AssemblyAIError, FileAccessError, MissingExtraError
from assemblyai_tools.lazy import is_installed

_FILE = "batches.sqlite3"
"""The name of the database on one machine."""

_NEEDS = ("dbos", "sqlalchemy")
"""Packages of the extra `batch`."""

_MENTIONED = re.compile(r"`(?:assemblyai-tools )?batch ([^`]+)`")
"""A command in an error of the package."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the batches of a command are: in a database, and live or with --offline."""

    common: Common
    database: str | None
    """A path or a URL, as it was typed. None: the file in the user's state folder."""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Place":
        """The place among what was typed."""
        return cls(Common.of(given), given["database"])

    def where(self, *, begins: bool = False) -> str:
        """The database; --offline has a file of its own.

        Raises a MissingExtraError without the extra `batch`, and a FileAccessError if there is no such file as was
        typed, unless the command begins a batch, which makes it.
        """
        for package in _NEEDS:
            if not is_installed(package):
                raise MissingExtraError.of("A batch", needs=package, extra="batch")
        if not self.database:
            return in_state_folder(offline=self.common.offline)
        if not begins and not exists(self.database):
            raise FileAccessError(
                f"There is no database {self.database}.",
                next_step="Check its name. Only `batch start` makes one.",
            )
        return self.database

    def command(self, *words: str) -> str:
        """A command for the same batches, as it can be typed: `resume may` with --offline and --database.

        A URL that holds a password is shown without it, as it ends in logs.
        """
        offline = ["--offline"] if self.common.offline else []
        database = ["--database", _shown(self.database)] if self.database else []
        return shlex.join([PROGRAM, "batch", *words, *offline, *database])

    @contextmanager
    def telling(self) -> Generator[None]:
        """Have errors name commands that can be typed."""
        try:
            yield
        except AssemblyAIError as error:
            self.complete(error)
            raise

    def complete(self, error: AssemblyAIError) -> None:
        """Complete the commands that the error names."""
        error.next_step = _MENTIONED.sub(lambda found: self.command(*found[1].split()), error.next_step)


def in_state_folder(*, offline: bool) -> str:
    """The file in the user's state folder; batches of --offline are apart."""
    from assemblyai_tools.cli.offline_state import offline_folder  # noqa: PLC0415 - it imports platformdirs

    folder = offline_folder()
    return str((folder if offline else folder.parent) / _FILE)


def exists(where: str) -> bool:
    """Whether a database is there, as far as its address tells: a file, or somewhere on the network."""
    if "://" in where and not where.startswith("sqlite:"):
        return True
    return Path(where.removeprefix("sqlite:///").removeprefix("sqlite:")).expanduser().exists()


def _shown(database: str) -> str:
    if "://" not in database:
        return database
    from assemblyai_tools.batch.database_errors import shown  # noqa: PLC0415 - it imports SQLAlchemy

    return shown(database)
