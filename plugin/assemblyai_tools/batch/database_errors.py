"""What goes wrong with the database of batches, and whether it may pass."""

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from assemblyai_tools.errors import AssemblyAIError

_PASSING = ("database is locked", "disk I/O error", "unable to open database file")
"""What SQLite says when the file may be reached again later."""

_FULL = ("database or disk is full", "No space left on device", "could not extend file")
"""What SQLite and Postgres say when their disk is full."""

_CONFLICTS = ("40001", "40P01", "25P03")
"""Postgres's codes for a transaction that it ended: two waited for each other, or this machine was asleep in it."""

_GONE = ("OperationalError", "InterfaceError")
"""SQLAlchemy's errors for a server that does not answer."""

_WHEN_IT_ANSWERS = "When the database answers again, resume the batch."


class DatabaseError(AssemblyAIError):
    """The database cannot be used."""


def may_pass(error: SQLAlchemyError, *, is_shared: bool) -> bool:
    """Whether the database may answer later, so that it is worth waiting for."""
    if not isinstance(error, DBAPIError):
        return False
    if is_shared:
        return error.connection_invalidated or type(error).__name__ in _GONE
    return any(sign in str(error.orig) for sign in _PASSING)


def is_conflict(error: SQLAlchemyError) -> bool:
    """Whether the transaction may be repeated at once."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in _CONFLICTS


def is_full(error: SQLAlchemyError) -> bool:
    """Whether the database's disk is full."""
    return any(sign in str(getattr(error, "orig", None)) for sign in _FULL)


def reason(error: Exception) -> str:
    """The first line of what the database says."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]


def shown(address: str) -> str:
    """An address without its password, wherever that stands."""
    try:
        url = make_url(address)
        secret = [name for name in url.query if "password" in name]
        return url.difference_update_query(secret).render_as_string(hide_password=True)
    except ArgumentError:
        return "that was named"


def full(database: object) -> DatabaseError:
    return DatabaseError(
        f"{database} cannot be written: its disk is full. The work has stopped, and nothing is lost.",
        next_step="Make space on that disk, then resume the batch.",
    )


def gone(database: object, seconds: float, why: str = "") -> DatabaseError:
    """The error for a database that did not answer, however many seconds it was waited for; `why` is what it said."""
    said = f" ({why})" if why else ""
    if not seconds:
        return DatabaseError(f"{database} does not answer{said}.", next_step=_WHEN_IT_ANSWERS)
    return DatabaseError(
        f"{database} has not answered for {seconds:.0f} s{said}. The work has stopped, and nothing is lost.",
        next_step=_WHEN_IT_ANSWERS,
    )
