"""One fault of a live stream, and how a header or a rule names it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, Self, cast, get_args

StreamKind = Literal["stream-close", "stream-error", "stream-cut", "stream-delay"]
Moment = Literal["begin", "partial", "final", "termination"]

STREAM_KINDS: tuple[StreamKind, ...] = get_args(StreamKind)
_MOMENTS: tuple[Moment, ...] = get_args(Moment)
_CODES = range(1000, 5000)
_UNSENT = frozenset({1004, 1005, 1006, 1015})
"""Codes that must not be sent: a client sets them itself."""

_LONGEST_SECONDS = 60.0

_ERROR_CODE = 3005
"""The code of a `stream-error` that names none."""


@dataclass(frozen=True, slots=True)
class StreamFault:
    """`code` is a close code. `stream-delay` delays every message by `seconds`.

    `at` is when it happens: in place of Begin or Termination, or after the first partial or the first finished turn.
    """

    kind: StreamKind
    code: int = 1011
    at: Moment = "partial"
    seconds: float = 1.0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError with a message that says what is wrong."""
        name, *options = (part.strip() for part in text.strip().split(";"))
        kind = cast("StreamKind", name)
        fault = cls(kind, _ERROR_CODE) if kind == "stream-error" else cls(kind)
        for option in options:
            key, _, value = (part.strip() for part in option.partition("="))
            if key not in _OPTIONS[kind]:
                raise ValueError(f"{text!r} is not a fault: {kind} takes {', '.join(_OPTIONS[kind])}.")
            fault = replace(fault, **{key: _READERS[key](text, value)})
        return fault


_OPTIONS: dict[StreamKind, tuple[str, ...]] = {
    "stream-close": ("code", "at"),
    "stream-error": ("code", "at"),
    "stream-cut": ("at",),
    "stream-delay": ("seconds",),
}


def _code(text: str, value: str) -> int:
    if not value.isdecimal() or int(value) not in _CODES or int(value) in _UNSENT:
        raise ValueError(f"{text!r} is not a fault: a close code goes from 1000 to 4999.")
    return int(value)


def _at(text: str, value: str) -> Moment:
    for moment in _MOMENTS:
        if value == moment:
            return moment
    raise ValueError(f"{text!r} is not a fault: at is one of {', '.join(_MOMENTS)}.")


def _seconds(text: str, value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= _LONGEST_SECONDS:
        raise ValueError(
            f"{text!r} is not a fault: a delay lasts seconds=0 to seconds={_LONGEST_SECONDS:.0f}."
        )
    return seconds


_READERS: dict[str, Callable[[str, str], Any]] = {"code": _code, "at": _at, "seconds": _seconds}
