"""How SQLAlchemy connects to the database of batches: to a file of SQLite, or a server of Postgres."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

_BUSY_SECONDS = 30.0
"""Seconds that SQLite waits for another process that is writing."""

_TIMEOUTS = {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "10s", "statement_timeout": "60s"}
"""For how long Postgres waits for what another machine has locked, and how long it keeps the locks of one that went
silent in the middle of a transaction: it may be asleep, and all others would wait for it."""

_LIVENESS = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""How a connection to Postgres notices that the other side is gone: seconds, but tcp_user_timeout milliseconds."""


def of_file(path: Path) -> Engine:
    """SQLite; the file is made if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}
    )

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the transactions are begun here, below
        # Kept in the file, so that the engine, which shares it, writes half as much.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    def begun(connection: Connection) -> None:
        # A transaction that reads first and writes later fails if another process wrote in between.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def of_server(given: str) -> Engine:
    """Postgres, or an ArgumentError."""
    url = make_url(given)
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise ArgumentError("it is neither SQLite nor Postgres")
    more = {name: value for name, value in _LIVENESS.items() if name not in url.query}
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args=more)

    def connected(connection: Any, _record: object) -> None:
        # Not as options of the connection: there may be some already, and poolers refuse them.
        connection.execute("; ".join(f"SET {name} = '{value}'" for name, value in _TIMEOUTS.items()))
        connection.commit()

    event.listen(engine, "connect", connected)
    return engine
