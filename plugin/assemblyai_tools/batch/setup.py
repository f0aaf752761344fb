"""Writes a new batch into the database: all of it, or nothing that counts."""

import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assemblyai_tools.batch import records
from assemblyai_tools.batch.audio_file import digest_of
from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.prices import billed_seconds
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.ledger.fingerprint import url_digest

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""The names of batches: they become parts of the engine's ids and of names of files."""

_AT_ONCE = 1_000
"""Recordings in a transaction."""

B, R = BATCHES.c, RECORDINGS.c


def check_name(name: str) -> None:
    """Raise an InvalidArgumentsError for a name that no batch can have."""
    if not _NAME.fullmatch(name):
        raise InvalidArgumentsError(
            f"{name[:80]!r} cannot be the name of a batch.",
            next_step="Use letters, digits, '.', '_' and '-', at most 64 of them, beginning with a letter or digit.",
        )


def check_maximum(name: str, value: float | None) -> None:
    """Raise an InvalidArgumentsError for a maximum that would limit nothing, or everything."""
    if value is not None and not (isfinite(value) and value >= 0):
        raise InvalidArgumentsError(
            f"{name} is {value}.",
            next_step="Give a number that is not negative, or leave it out for no maximum.",
        )


def check_free(database: Database, name: str, to: Path) -> None:
    """Raise an InvalidArgumentsError if there is a batch of this name, or one whose results go into this folder.

    Two batches in one folder would give their recordings the same names.
    """
    query = select(B.name, B.outputs).where(B.state != "starting")
    here = os.path.realpath(to)
    for other, outputs in database.run_here(lambda connection: connection.execute(query).all()):
        if other == name:
            raise _taken(name)
        if os.path.realpath(json.loads(outputs)["to"]) == here:
            raise InvalidArgumentsError(
                f"The results of the batch {other} go into {to} already.",
                next_step="Choose another folder with --to.",
            )


def write(database: Database, batch: Mapping[str, Any], sources: Iterable[Source]) -> None:
    """Write a batch and its recordings. One that was interrupted while it was written is begun anew.

    Raises an InvalidArgumentsError if there is a batch of this name, or if there are no recordings.
    """
    name, writer = str(batch["name"]), uuid4().hex
    try:
        database.run_here(lambda connection: _begin(connection, batch, writer))
    except IntegrityError:
        raise _taken(name) from None

    def change(work: Callable[[Connection], object]) -> None:
        database.run_here(lambda connection: _checked(connection, name, writer, work))

    number = 0
    for rows in _some(_recordings(name, sources)):
        number = rows[-1].number
        change(partial(_insert, rows=rows))
    if not number:
        change(partial(_forget, name=name))
        raise InvalidArgumentsError(
            f"There are no recordings, so the batch {name} was not started.",
            next_step="Give one that can be transcribed.",
        )
    _find_copies(database, name, change)
    opened = update(BATCHES).where(B.name == name).values(state="open")
    change(lambda connection: connection.execute(opened))


def _begin(connection: Connection, batch: Mapping[str, Any], writer: str) -> None:
    name = str(batch["name"])
    known = connection.execute(select(B.state).where(B.name == name).with_for_update()).scalar()
    if known == "starting":
        _forget(connection, name)
    connection.execute(insert(BATCHES).values(**batch, created=time.time(), state="starting", writer=writer))


def _checked(connection: Connection, name: str, writer: str, work: Callable[[Connection], object]) -> None:
    """Do something for the start that writes this batch; raise if another one has begun it anew meanwhile."""
    ours = update(BATCHES).where(B.name == name, B.writer == writer).values(writer=writer)
    if (
        connection.execute(ours).rowcount != 1
    ):  # an update, as it locks the row until the end of the transaction
        raise InvalidArgumentsError(
            f"Another start of the batch {name} began while this one was writing it, and goes on in its place.",
            next_step="Let that one end, or choose another name.",
        )
    work(connection)


def _insert(connection: Connection, rows: Sequence[Recording]) -> None:
    last = rows[-1]
    query = select(R.number).where(R.batch == last.batch, R.number == last.number)
    if connection.execute(query).first() is None:  # the transaction may be repeated
        records.insert(connection, rows)


def _forget(connection: Connection, name: str) -> None:
    connection.execute(delete(RECORDINGS).where(R.batch == name))
    connection.execute(delete(BATCHES).where(B.name == name))


def _recordings(batch: str, sources: Iterable[Source]) -> Iterator[Recording]:
    for number, source in enumerate(sources, 1):
        yield Recording(
            batch=batch,
            number=number,
            source=source.audio,
            is_file=source.is_file,
            name=source.name,
            options=json.dumps(source.options, sort_keys=True) if source.options else None,
            size=source.size,
            stamp=source.stamp,
            digest=None if source.is_file else url_digest(source.audio),
            same_as=None,
            seconds=None if source.seconds is None else billed_seconds(source.seconds),
            state="new",
            owner=None,
            upload_url=None,
            sent=None,
            transcript_id=None,
            attempt=0,
            problem=None,
            message=None,
            ended=None,
        )


def _some(rows: Iterator[Recording]) -> Iterator[list[Recording]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _find_copies(
    database: Database, batch: str, change: Callable[[Callable[[Connection], object]], None]
) -> None:
    """Find recordings with the same content and options; only files of the same size are read."""
    of_size = select(R.size).where(R.batch == batch, R.is_file).group_by(R.size).having(func.count() > 1)
    files = select(R.number, R.source).where(R.batch == batch, R.is_file, R.size > 0, R.size.in_(of_size))
    read = {
        number: digest_of(path)
        for number, path in database.run_here(lambda connection: connection.execute(files).all())
    }
    if read:
        change(lambda connection: _keep_digests(connection, batch, read))
    change(lambda connection: _mark_copies(connection, batch))


def _keep_digests(connection: Connection, batch: str, read: Mapping[int, str | None]) -> None:
    change = update(RECORDINGS).where(R.batch == batch, R.number == bindparam("n"))
    values = [{"n": number, "d": digest} for number, digest in read.items()]
    connection.execute(change.values(digest=bindparam("d")), values)


def _mark_copies(connection: Connection, batch: str) -> None:
    """Each recording is a copy of the first with the same content and options."""
    same = (R.digest, func.coalesce(R.options, ""))
    first = (
        select(*same, func.min(R.number).label("first"))
        .where(R.batch == batch, R.digest.is_not(None))
        .group_by(*same)
        .having(func.count() > 1)
    )
    groups = {(digest, options): number for digest, options, number in connection.execute(first)}
    if not groups:
        return
    rows = select(R.number, *same).where(R.batch == batch, R.digest.is_not(None))
    copies = [
        {"n": number, "first": groups[digest, options]}
        for number, digest, options in connection.execute(rows)
        if groups.get((digest, options), number) != number
    ]
    change = update(RECORDINGS).where(R.batch == batch, R.number == bindparam("n"))
    connection.execute(change.values(same_as=bindparam("first")), copies)


def _taken(name: str) -> InvalidArgumentsError:
    return InvalidArgumentsError(
        f"There is a batch {name} already; it was left as it is.",
        next_step=f"Choose another name, or go on with that one: `batch resume {name}`",
    )
