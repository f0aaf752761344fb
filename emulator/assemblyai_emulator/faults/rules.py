"""Rules that say which requests fail, read from the file given as `--faults`.

The file is a JSON list. For each request, the first rule that matches and is not used up applies:

    [{"method": "GET", "path": "/v2/transcript/*", "fault": "503", "after": 1, "times": 2}]

`path` is a pattern in which * matches anything. Without `method` or `path` the rule matches any.
The first `after` requests that match succeed, then `times` requests fail (all of them by default).
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from assemblyai_emulator import setup_file
from assemblyai_emulator.faults.fault import Fault


def _parsed(text: object) -> Fault:
    if not isinstance(text, str):
        raise ValueError("a fault is named by a string")  # noqa: TRY004 - what pydantic makes a message of
    return Fault.parse(text)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    fault: Annotated[Fault, BeforeValidator(_parsed)]
    method: str = "*"
    path: str = "*"
    after: Annotated[int, Field(ge=0)] = 0
    times: Annotated[int, Field(ge=1)] | None = None


_ROWS = TypeAdapter(list[_Row])


@dataclass(slots=True)
class Rule:
    """A rule and how many matching requests it has seen. `times` None means all of them after the first `after`."""

    fault: Fault
    method: str = "*"
    path: str = "*"
    after: int = 0
    times: int | None = None
    seen: int = 0

    def count(self, method: str, path: str) -> bool:
        """Count the request if it matches; True if it is to fail."""
        if self.method not in {"*", method} or not fnmatchcase(path, self.path):
            return False
        self.seen += 1
        turn = self.seen - self.after
        return turn >= 1 and (self.times is None or turn <= self.times)


class Rules:
    def __init__(self, rules: list[Rule] | None = None) -> None:
        self._rules = rules or []

    @classmethod
    def load(cls, path: Path) -> "Rules":
        """Raises SetupError with the file, the place in it, and what is wrong."""
        return cls([_rule(row) for row in setup_file.read(path, _ROWS)])

    def next_fault(self, method: str, path: str) -> Fault | None:
        return next((rule.fault for rule in self._rules if rule.count(method, path)), None)


def _rule(row: _Row) -> Rule:
    return Rule(row.fault, row.method.upper(), row.path, row.after, row.times)
