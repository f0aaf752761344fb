"""The ids of tasks: sealed by the SDK, so that no other account can read, change or make the id of one's task.

The account itself can, if the sealing key follows from its own. So an id holds no more than its account may ask for
in a call; what nobody may make is sealed once more, by the job that needs it.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from secrets import compare_digest
from typing import Any, Literal, TypeAlias

from mcp.server.request_state import InvalidRequestState, RequestStateSecurity
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS
from pydantic import FiniteFloat, SecretStr, TypeAdapter

from assemblyai_mcp.callers import Callers
from assemblyai_mcp.request_key import digest_of
from assemblyai_mcp.tasks.job import Order
from assemblyai_tools import ConfigurationError

_CLAIMS = TypeAdapter(tuple[Literal["task"], str, dict[str, Any], FiniteFloat, str])
"""What is sealed: a mark, as the sealed state of a question may have the same key; the kind of work and the work; when
it began; and whose it is. Sealing the same twice gives two ids."""

_LABEL = b"assemblyai-mcp: ids of tasks\0"
"""What is hashed with an account's key, so that the sealing key is good for nothing else."""

_SKEW_SECONDS = 60.0
"""Seconds by which the clocks of workers may differ."""

UNKNOWN = (
    "Task not found: its id is not one of this server and this account, or it was changed. list_transcripts shows what "
    "was transcribed."
)
"""What is said of an id that is none of this account's."""

Keys: TypeAlias = Callable[[], Sequence[bytes | str]]
"""The keys for the current request: the first seals, each one opens."""


def sealing_keys(callers: Callers, given: Sequence[SecretStr]) -> Keys:
    """The keys for the current request: those that the server was given, or one that follows from the account's key.

    The latter is the same in every worker and after a restart. The emulator's key is no secret, and neither is what it
    holds. Raises a ConfigurationError if there is no account.
    """

    def keys() -> Sequence[bytes | str]:
        if given:
            return [key.get_secret_value() for key in given]
        return [sha256(_LABEL + callers.api_key().get_secret_value().encode()).digest()]

    return keys


class Tickets:
    """Makes ids and opens them, for the account of the current request."""

    def __init__(self, keys: Keys, callers: Callers, clock: Callable[[], float]) -> None:
        self._keys = keys
        self._callers = callers
        self._clock = clock

    def issue(self, kind: str, work: dict[str, Any]) -> tuple[str, Order]:
        """The id of a new task, and its order."""
        order = Order(kind=kind, work=work, created=round(self._clock(), 3))
        claims = _CLAIMS.dump_json(("task", kind, work, order.created, self._owner()))
        return self._security().codec.seal(claims), order

    def opened(self, task_id: str) -> Order:
        """The order of this id. Raises an MCPError (invalid params) if it is not one of this account."""
        try:
            expected = self._owner()
            claims = _CLAIMS.validate_json(self._security().codec.unseal(task_id))
        except ConfigurationError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from None
        except (InvalidRequestState, ValueError):
            raise MCPError(INVALID_PARAMS, UNKNOWN) from None
        _, kind, work, created, owner = claims
        if not compare_digest(owner.encode(), expected.encode()) or created > self._clock() + _SKEW_SECONDS:
            raise MCPError(INVALID_PARAMS, UNKNOWN)
        return Order(kind=kind, work=work, created=created)

    def _security(self) -> RequestStateSecurity:
        return RequestStateSecurity(keys=self._keys())

    def _owner(self) -> str:
        """What stands for the account. It is the same whether the server has the key or the request brings it."""
        return digest_of(self._callers.api_key())[:32]
