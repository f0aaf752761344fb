"""Steering an open stream: from the loop that reads it, from another thread, from a signal handler."""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeAlias

from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.streaming.parameters import check_updatable

Order: TypeAlias = tuple[str, dict[str, Any]]
"""The name of a command to the stream, and its arguments."""


class StreamControl:
    """Give one to `stream(..., control=...)`; orders before the stream is read are kept until then.

    One control steers one stream.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Order] = []
        self._give: Callable[[Order], object] | None = None

    def force_endpoint(self) -> None:
        """End the turn that is spoken now, as for a push-to-talk button that is released."""
        self._order("force_endpoint")

    def update(self, **configuration: Any) -> None:
        """Change parameters of the open session, such as keyterms_prompt or max_turn_silence (milliseconds).

        Raises an InvalidArgumentsError for a name that cannot change; a value that does not fit ends the stream with
        one.
        """
        check_updatable(configuration)
        self._order("update", **configuration)

    def keep_alive(self) -> None:
        """Start the service's `inactivity_timeout` anew, in a pause without audio."""
        self._order("keep_alive")

    def end(self) -> None:
        """End the stream: what was heard is still told, and the iteration ends. It may be called more than once."""
        self._order("end")

    def bind(self, give: Callable[[Order], object]) -> None:
        """Hand the orders to a stream, from any thread. Raises an InvalidArgumentsError if there is one already."""
        with self._lock:
            if self._give is not None:
                raise InvalidArgumentsError(
                    "This StreamControl steers another stream already.", next_step="Make one for each stream."
                )
            self._give = give
            waiting, self._waiting = self._waiting, []
        for order in waiting:
            give(order)

    def _order(self, kind: str, **more: Any) -> None:
        with self._lock:
            give = self._give
            if give is None:
                self._waiting.append((kind, more))
        if give is not None:
            give((kind, more))
