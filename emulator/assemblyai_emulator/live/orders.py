"""What a client may ask for during a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Audio:
    data: bytes


@dataclass(frozen=True, slots=True)
class Update:
    """`changes` are parameters of v3, not checked yet."""

    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ForceEndpoint:
    pass


@dataclass(frozen=True, slots=True)
class KeepAlive:
    pass


@dataclass(frozen=True, slots=True)
class Terminate:
    pass


Order = Audio | Update | ForceEndpoint | KeepAlive | Terminate
