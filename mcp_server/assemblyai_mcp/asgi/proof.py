"""Whether the caller of a request is no stranger: it brought the server's token, or the service answered its key."""

from collections.abc import Callable
from typing import Any

from starlette.types import Scope

PROOF = "assemblyai.proof"
"""The entry of an ASGI scope's `state` that holds the Proof. A connection puts it there, for all of its requests."""


def _is_stranger() -> bool:
    return False


class Proof:
    """What is known of the caller of the request at work. The checks in front of the server tell it how to find out."""

    def __init__(self) -> None:
        self._check: Callable[[], bool] = _is_stranger
        self._is_given = False

    def begin(self, check: Callable[[], bool]) -> None:
        """Begin with another request. `check` is asked whenever it matters: the answer may come during the call."""
        self._check, self._is_given = check, False

    @property
    def is_given(self) -> bool:
        self._is_given = self._is_given or self._check()
        return self._is_given


def with_proof(scope: Scope, check: Callable[[], bool]) -> Scope:
    """The scope of a request whose caller is proven once `check` says so."""
    state: dict[str, Any] = scope.get("state", {})
    proof = state.get(PROOF) or Proof()
    proof.begin(check)
    return {**scope, "state": {**state, PROOF: proof}}


def is_proven(scope: Scope) -> bool:
    """Whether the caller of the request is known to be no stranger."""
    proof: Proof = scope.get("state", {}).get(PROOF) or Proof()
    return proof.is_given
