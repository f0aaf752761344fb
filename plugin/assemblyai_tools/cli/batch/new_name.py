"""The name of a batch that was given none."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from itertools import count
from pathlib import Path

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._]+")
"""What a name cannot have."""

_LONGEST = 40
"""Characters of a folder's name that it begins with; the day and a number follow."""


def new_name(sources: Sequence[str], known: Collection[str]) -> str:
    """A name that no known batch has, and no file here: the results' folder gets it.

    It is that of the first source that is a folder or a file, and the day: calls-2026-11-26, then calls-2026-11-26-2.
    """
    path = Path(sources[0]).expanduser()
    called = path.resolve().stem if path.exists() else "batch"
    plain = _NOT_IN_NAMES.sub("-", called)[:_LONGEST].strip("-._") or "batch"
    wanted = f"{plain}-{date.today().isoformat()}"  # noqa: DTZ011 - the day that people here see
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in numbered if name not in known and not Path(name).exists())
