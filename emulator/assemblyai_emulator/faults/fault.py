"""One fault, and how a header or a rule names it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, get_args

from assemblyai_emulator.faults.stream_fault import STREAM_KINDS, StreamFault

HEADER = "X-Emulator-Fault"

Kind = Literal[
    "status", "reset", "hang", "truncated-json", "wrong-shape", "html-200", "refusal-200", "stream"
]
Body = Literal["json", "text", "html", "empty"]

_KINDS: tuple[Kind, ...] = get_args(Kind)[1:-1]
_BODIES: dict[str, Body] = {body: body for body in get_args(Body)}
_LOWEST, _HIGHEST = 400, 599
_LONGEST_SECONDS = 600.0
"""The longest hang, in seconds."""

_USUAL_BODIES: dict[int, Body] = {404: "text", 502: "html", 503: "html", 504: "empty"}
"""The statuses for which the API does not reply with JSON."""

_RETRY_AFTER = "retry-after"


@dataclass(frozen=True, slots=True)
class Fault:
    """`status`, `body` and `retry_after` belong to a `status` fault, `seconds` to a `hang`, `stream` to a socket."""

    kind: Kind
    status: int = 200
    body: Body = "json"
    retry_after: str | None = None
    seconds: float = 60.0
    stream: StreamFault | None = None

    @property
    def name(self) -> str:
        """Its kind, as it is written."""
        return self.stream.kind if self.stream else self.kind

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Raises ValueError with a message that lists the choices."""
        name, _, option = (part.strip() for part in text.strip().partition(";"))
        if name[:1].isdigit():
            return _status_fault(text, name, option)
        if name in STREAM_KINDS:
            return cls("stream", stream=StreamFault.parse(text))
        for kind in _KINDS:
            if name == kind:
                return cls(kind, seconds=_seconds(text, option)) if kind == "hang" else _plain(kind, option)
        raise ValueError(
            f"{text!r} is not a fault. Use a status from {_LOWEST} to {_HIGHEST}, or one of "
            f"{', '.join((*_KINDS, *STREAM_KINDS))}."
        )


def _status_fault(text: str, name: str, option: str) -> Fault:
    number, _, body_name = name.partition(":")
    if not number.isdecimal() or not _LOWEST <= int(number) <= _HIGHEST:
        raise ValueError(f"{text!r} is not a fault: a status goes from {_LOWEST} to {_HIGHEST}.")
    status = int(number)
    body = _USUAL_BODIES.get(status, "json")
    if body_name:
        if body_name not in _BODIES:
            raise ValueError(f"{text!r} is not a fault: a body is one of {', '.join(_BODIES)}.")
        body = _BODIES[body_name]
    return Fault("status", status, body, _retry_after(text, status, option))


def _retry_after(text: str, status: int, option: str) -> str | None:
    if not option:
        return "1" if status == HTTPStatus.TOO_MANY_REQUESTS else None
    name, _, value = (part.strip() for part in option.partition("="))
    if name != _RETRY_AFTER or not value:
        raise ValueError(f"{text!r} is not a fault: after a status only {_RETRY_AFTER}=SECONDS can follow.")
    return None if value == "none" else value


def _seconds(text: str, option: str) -> float:
    if not option:
        return Fault("hang").seconds
    name, _, value = (part.strip() for part in option.partition("="))
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if name != "seconds" or not 0 <= seconds <= _LONGEST_SECONDS:
        raise ValueError(
            f"{text!r} is not a fault: a hang lasts seconds=0 to seconds={_LONGEST_SECONDS:.0f}."
        )
    return seconds


def _plain(kind: Kind, option: str) -> Fault:
    if option:
        raise ValueError(f"{kind!r} is a fault that takes no option, but {option!r} was given.")
    return Fault(kind)
