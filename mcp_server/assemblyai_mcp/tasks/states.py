"""The states that a task can be in, and their form in a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from mcp.types import CallToolResult, ElicitRequest, ErrorData
from mcp_types import methods
from mcp_types.version import LATEST_MODERN_VERSION

from assemblyai_tools import APIError, AssemblyAIError

SHORTEST_POLL = 1.0
"""Seconds between two polls of a task, at least."""

LONGEST_POLL = 30.0
"""Seconds between two polls of a task, at most, unless the service asks for more."""

AFTER_FAILURE = 5.0
"""Seconds until a task is polled again after a look that failed, unless the service asks for more."""

_SHARE = 0.1
"""Seconds of pause for each second that a task has taken so far: the longer it takes, the less often it is polled."""

_SHARE_OF_AUDIO = 1 / 600
"""Seconds of pause for each second of audio, at least: six for an hour."""


@dataclass(frozen=True, slots=True)
class Working:
    """The work goes on."""

    message: str
    pause: float = 0.0
    """Seconds until it is worth another look, at least."""
    is_final = False

    @property
    def fields(self) -> dict[str, Any]:
        return {"status": "working", "statusMessage": self.message}


@dataclass(frozen=True, slots=True)
class Asking:
    """A person has to answer first."""

    message: str
    requests: Mapping[str, ElicitRequest]
    """The questions, each under a name that is used once."""
    is_final = False

    @property
    def fields(self) -> dict[str, Any]:
        requests = {name: _dumped(request) for name, request in self.requests.items()}
        return {"status": "input_required", "statusMessage": self.message, "inputRequests": requests}


@dataclass(frozen=True, slots=True)
class Completed:
    """The call has its result, which may be that the tool failed."""

    result: CallToolResult
    is_final = True

    @property
    def fields(self) -> dict[str, Any]:
        # As the answer to the call itself: `isError` is in here, and no status of its own.
        result = methods.serialize_server_result("tools/call", LATEST_MODERN_VERSION, _dumped(self.result))
        return {"status": "completed", "result": result}


@dataclass(frozen=True, slots=True)
class Failed:
    """The call would have been answered with an error of the protocol."""

    error: ErrorData
    is_final = True

    @property
    def fields(self) -> dict[str, Any]:
        return {"status": "failed", "statusMessage": self.error.message, "error": _dumped(self.error)}


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The client no longer wants the result."""

    message: str
    is_final = True

    @property
    def fields(self) -> dict[str, Any]:
        return {"status": "cancelled", "statusMessage": self.message}


State: TypeAlias = Working | Asking | Completed | Failed | Cancelled


def task_fields(
    task_id: str, state: State, *, created: float, now: float, valid_seconds: float, audio_seconds: float
) -> dict[str, Any]:
    """A task as a client sees it; `created` and `now` in seconds since 1970."""
    least = state.pause if isinstance(state, Working) else 0.0
    return {
        "taskId": task_id,
        "createdAt": _time(created),
        "lastUpdatedAt": _time(now),
        "ttlMs": _milliseconds(valid_seconds),
        "pollIntervalMs": _milliseconds(max(poll_seconds(now - created, audio_seconds), least)),
        **state.fields,
    }


def poll_seconds(taken: float, audio_seconds: float) -> float:
    """Seconds until the next look at a task that has `taken` so many seconds, for so many seconds of audio."""
    return min(LONGEST_POLL, max(SHORTEST_POLL, taken * _SHARE, audio_seconds * _SHARE_OF_AUDIO))


def pause_after(error: AssemblyAIError) -> float:
    """Seconds until the next look after a failed one: as many as the service asks for, if it does."""
    asked = error.retry_after if isinstance(error, APIError) else None
    return AFTER_FAILURE if asked is None else asked


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _dumped(value: CallToolResult | ElicitRequest | ErrorData) -> dict[str, Any]:
    return value.model_dump(by_alias=True, mode="json", exclude_none=True)
