"""The tables of batches: what is to be transcribed, how far it is, who works on it. SQLite and Postgres have the same.

The engine's own tables know chunks only. These rows are what makes a batch safe: each change of a recording's state is
a compare-and-set, and what may be billed is committed before it is sent.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

SCHEMA = 1
"""The number of this schema. Work of another one is left alone."""

METADATA = MetaData()

SCHEMA_NUMBER = Table(
    "batch_schema", METADATA, Column("number", Integer, primary_key=True, autoincrement=False)
)
"""One row: the number of the schema that this database has."""

BATCHES = Table(
    "batches",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("created", Float, nullable=False),
    Column("account", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("outputs", Text, nullable=False),
    Column("prices", Text, nullable=False),
    Column("max_hours", Float),
    Column("max_cost", Float),
    Column("assumed_seconds", Float, nullable=False, default=3600.0),
    Column("reserved_hours", Float, nullable=False, default=0.0),
    Column("reserved_cost", Float, nullable=False, default=0.0),
    Column("state", Text, nullable=False),
    Column("writer", Text),
)
"""`created` is in Unix seconds. `account` is a fingerprint of the key and the service. `options` (the parameters of
transcribe), `outputs` ({"to": folder, "formats": [...], "left_out": {fault: number}}) and `prices` are JSON.
`assumed_seconds` is what a recording of unknown length reserves of the maxima. `state` is open or cancelled, and
starting while a start, named by `writer`, writes its recordings."""

_HAS_ITS_OWN_JOB = text("transcript_id IS NOT NULL AND same_as IS NULL AND sent IS NOT NULL")

RECORDINGS = Table(
    "recordings",
    METADATA,
    Column("batch", Text, ForeignKey("batches.name"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("is_file", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("options", Text),
    Column("size", BigInteger),
    Column("stamp", Text),
    Column("digest", Text),
    Column("same_as", Integer),
    Column("seconds", Float),
    Column("state", Text, nullable=False),
    Column("owner", Text),
    Column("upload_url", Text),
    Column("sent", Float),
    Column("transcript_id", Text),
    Column("attempt", Integer, nullable=False, default=0),
    Column("problem", Text),
    Column("message", Text),
    Column("ended", Float),
    Index("recordings_by_state", "batch", "state"),
    Index("recordings_by_digest", "digest"),
    Index("recordings_by_copy", "batch", "same_as"),
    Index("recordings_by_transcript", "transcript_id"),
    Index(
        "recordings_with_a_job",
        "transcript_id",
        unique=True,
        sqlite_where=_HAS_ITS_OWN_JOB,
        postgresql_where=_HAS_ITS_OWN_JOB,
    ),
)
"""`number` counts from 1 in the order of the list. `source` is an absolute path or a URL, `name` the start of the names
of its results, unique in the batch. `options` (JSON) are its own, over the batch's. `stamp` is what changes with the
file's content, `same_as` the number of the recording with the same content and options, which is transcribed for
both. `seconds` is its length, None if that is not known. `state` is one of `STATES`. `owner` is the process start
that creates the job, `sent` when it was committed that it would (Unix seconds on the service's clock, 0 if that was
not known). `attempt` counts retries. `problem` is the kind of what went wrong, `message` says it in words. No two
recordings have one job, except copies. `ended` is when it was done or failed (Unix seconds)."""

OWNERS = Table(
    "owners",
    METADATA,
    Column("owner", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("process", Integer, nullable=False),
    Column("beat", Float, nullable=False),
    Column("taken_by", Text),
)
"""One row for each start of a worker: its last sign of life (the database's clock, Unix seconds), and the owner that
took over its work when it was silent."""

RATES = Table(
    "rates",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("next_at", Float, nullable=False, default=0.0),
    Column("quiet_until", Float, nullable=False, default=0.0),
)
"""The account's rate over all machines: when the next job may be sent, and until when none may after a 429 (the
database's clock, Unix seconds)."""

STATES = ("new", "creating", "created", "completed", "done", "failed", "held", "cancelled")
"""new: nothing is sent. creating: the job may exist, its id is not known. created: its id is known. completed: it is
transcribed, and its results are not all written. done, failed: the end. held: it would exceed the batch's maximum, so
nothing was sent. cancelled: nothing was sent, and nothing will be. A recording with `same_as` stays new until the
other one has ended."""
