"""Whether a key is one of the account in which a batch's jobs are."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from assemblyai_tools.api.transcripts import read_unnamed
from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.decisions import is_sent
from assemblyai_tools.batch.tables import RECORDINGS
from assemblyai_tools.client import Client
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import BadRequestError, ConfigurationError, NotFoundError

R = RECORDINGS.c

_READ = 3
"""Jobs that are read at most, the newest first: one may be gone."""

_UNCHECKED = (
    "No job of the batch {} is known by its id, so it was not checked whether this key is of the same account. With "
    "another account's, what was sent without a reply is not found there, and is paid again."
)


def check_sees(database: Database, batch: str, settings: Settings, client_options: Mapping[str, Any]) -> None:
    """Raise a ConfigurationError if none of a batch's jobs is there with this key, and what reading one raises.

    Without a job whose id is known nothing can be checked, which is told if jobs may exist.
    """
    ids = database.run_here(lambda connection: _ids(connection, batch))
    if not ids:
        if database.run_here(partial(is_sent, batch=batch)):
            database.trouble(_UNCHECKED.format(batch))
        return
    with Client(settings, **client_options) as client:
        for transcript_id in ids:
            try:
                client.run(read_unnamed(transcript_id))
            except (BadRequestError, NotFoundError):
                continue
            return
    raise ConfigurationError(
        f"This key does not see the jobs of the batch {batch}, so it is another account's, and it was not taken.",
        next_step="Use a key of the account with which the batch was started.",
    )


def _ids(connection: Connection, batch: str) -> list[str]:
    known = (R.batch == batch, R.transcript_id.is_not(None), R.state != "failed")
    query = select(R.transcript_id).where(*known).order_by(R.number.desc()).limit(_READ)
    return list(connection.execute(query).scalars())
