"""What else is ordered for a recording's address: a job that was created with those options is not the recording's."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from assemblyai_tools.batch.order import checked
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS

B, R = BATCHES.c, RECORDINGS.c


def other_orders(connection: Connection, row: Recording) -> Sequence[Mapping[str, Any]]:
    """The parameters with which other recordings of this database have the same public URL transcribed."""
    if row.is_file:  # its upload has an address of its own
        return []
    others = (
        select(B.options, R.options)
        .distinct()
        .join(RECORDINGS, R.batch == B.name)
        .where(R.digest == row.digest, or_(R.batch != row.batch, R.number != row.number))
    )
    return [_parameters(*options) for options in connection.execute(others)]


def _parameters(of_batch: str, own: str | None) -> Mapping[str, Any]:
    return checked({**json.loads(of_batch), **json.loads(own or "{}")}).options()
