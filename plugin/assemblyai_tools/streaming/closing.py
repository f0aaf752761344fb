"""What the end of a connection means: that the session ended as it should, or an error, which may pass."""

from collections.abc import Mapping
from typing import Any

from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.streaming.refusals import LOST, NORMAL, TOO_MANY, Refusals, ends_idle, passes


class Closing:
    """How the sessions of one stream were closed."""

    def __init__(self, refusals: Refusals) -> None:
        self.is_refused = False
        """Whether the service told an error, after which it closes the connection."""
        self.error_code: int | None = None
        """The code of that error. Without one, the close code that follows is needed to know what it means."""
        self.is_idle = False
        """Whether the service ended the session because no audio came."""
        self._refusals = refusals
        self._told = ""
        self._is_unconfirmed = False
        """Whether this session was closed as if it had ended, without its Termination."""
        self._is_tried = False
        """Whether the audio of such a session was sent again."""

    def refused(self, data: Mapping[str, Any]) -> None:
        """Take notice of an Error message; its code is a number, or the text of one."""
        code, told = str(data.get("error_code")).strip(), data.get("error")
        self.is_refused = True
        self.error_code = int(code) if code.isascii() and code.isdecimal() else None
        self._told = told if isinstance(told, str) else ""

    def start_session(self) -> None:
        """A new session follows."""
        self._is_tried = self._is_tried or self._is_unconfirmed
        self.is_refused = self._is_unconfirmed = False
        self.error_code = None

    def ended_as_asked(self, code: int | None, *, is_all_told: bool) -> bool:
        """Whether a session that was asked to end, and was closed without its Termination, has told all.

        After a normal close, audio that no turn acknowledged may not have been heard, so it is sent again. Only once,
        as another session may end in the same way.
        """
        self._is_unconfirmed = code == NORMAL and not self.is_refused
        return self._is_unconfirmed and (is_all_told or self._is_tried)

    def ended_idle(self, code: int | None, reason: str) -> bool:
        """Whether a session with `inactivity_timeout`, all of whose audio was sent, was closed for that."""
        code, reason = (self.error_code, self._told) if self.is_refused else (code, reason)
        self.is_idle = code is not None and ends_idle(code, reason)
        return self.is_idle

    def error(self, code: int | None, reason: str) -> AssemblyAIError:
        """The error for a session that did not end as it should. `code` is None where the connection broke."""
        if not self.is_refused:
            return self._refusals.closed(LOST if code is None else code, reason)
        known = self._known(code)
        return (
            self._refusals.unexplained(self._told)
            if known is None
            else self._refusals.closed(known, self._told)
        )

    def mute(self, seconds: float) -> AssemblyAIError:
        """The error for a connection on which no session began in time."""
        return self._refusals.mute(seconds)

    def may_pass(self, code: int | None, *, again: bool) -> bool:
        """Whether a new session may go well. `again`: it followed a lost one, which may still count as open."""
        known = self._known(code) if self.is_refused else LOST if code is None else code
        return known is not None and (passes(known) or (again and known == TOO_MANY))

    def _known(self, code: int | None) -> int | None:
        """The code of the Error message, or else the close code; None if that is of a normal close."""
        if self.error_code is not None:
            return self.error_code
        return None if code == NORMAL else code
