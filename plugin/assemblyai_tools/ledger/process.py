"""Which process an order is under way in: several servers may share one ledger."""

import os
from contextlib import suppress


def this_process() -> str:
    """The name of the running process, on this machine or another that shares its files."""
    return f"{os.uname().nodename}:{os.getpid()}"


def runs_elsewhere(name: str | None) -> bool:
    """Whether it is the name of another process that still runs, as far as can be told from here."""
    machine, _, number = (name or "").rpartition(":")
    if machine != os.uname().nodename or not number.isdigit() or int(number) == os.getpid():
        return False
    with suppress(ProcessLookupError):
        try:
            os.kill(int(number), 0)  # sends nothing, and fails if there is no such process
        except PermissionError:  # it is another user's
            return True
        return True
    return False
