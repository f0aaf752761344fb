"""How a session can end against its will: the service's close codes and Error messages, and refused handshakes.

https://www.assemblyai.com/docs/streaming/common-session-errors-and-closures
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assemblyai_tools.errors import (
    APIError,
    AssemblyAIError,
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    UnexpectedReplyError,
    error_class,
)
from assemblyai_tools.text import flat, without_secrets
from assemblyai_tools.transport.error_mapping import reason_in

NORMAL = 1000
"""The close code of a session that ended as it should."""

LOST = 1006
"""Used in place of a close code if the connection broke without one."""

EXPIRED, IDLE = 3008, 4031
"""The close codes of a session that was open for too long, and of one without audio for too long."""

TOO_MANY = 3009
"""The close code for more sessions at once than the account may have."""

_FIRST_ERROR = 400
"""The lowest HTTP status that is an error."""

_LONGEST_REASON = 900
"""Characters of the service's reason that an error shows."""

_RENEWED = (
    "A temporary token was used: have a new one made (create_streaming_token), and open the session before it "
    "expires."
)
"""The next step after a refusal, where a token was given."""

_ACCOUNT = (
    "Trying again will not help: the person who runs this must look at the account's balance and limits "
    "(https://www.assemblyai.com/dashboard)."
)
"""The next step after a refusal that is about the account."""

_ADDRESS = "Check the service address (ASSEMBLYAI_STREAMING_BASE_URL or ASSEMBLYAI_BASE_URL)."
"""The next step after an answer that does not come from the streaming service."""

_START_IT = (
    "ASSEMBLYAI_BASE_URL (or ASSEMBLYAI_STREAMING_BASE_URL) names this machine: check that the emulator runs there "
    "(assemblyai-emulator), or unset it to reach AssemblyAI."
)
"""The next step where no service of this machine answers."""

_NO_SESSIONS_HERE = frozenset({403, 404, 405})
"""HTTP statuses of a server that has no sessions at this address. The service itself gives a reason."""

_ABOUT_KEYS = ("missing authorization", "invalid", "not authorized", "token", "api key", "expired")
"""Words in a refusal's reason that is about the key or the token; other refusals are about the account."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a close code means."""

    error: type[APIError]
    status: int
    """The HTTP status that says the same."""
    what: str
    """What happened, if the service gives no reason."""
    next_step: str | None = None
    """None: the error's own."""
    passes: bool = False
    """Whether a new session would soon go well, with the same parameters and audio."""


_SERVER = Meaning(ServerError, 503, "The service broke off the session", passes=True)
"""The service's own trouble, which has several codes."""

_PARAMETERS = "Correct the parameters or the message that the reason names, then open a new session."
"""The next step after parameters, or a message, that the service did not accept."""

MEANINGS: Mapping[int, Meaning] = {
    1000: Meaning(ServerError, 503, "The service ended the session before the audio ended", passes=True),
    1001: Meaning(ServerError, 503, "The service is going away", passes=True),
    1003: Meaning(BadRequestError, 400, "The service cannot take this kind of message"),
    1007: Meaning(BadRequestError, 400, "The service could not read a message"),
    1009: Meaning(BadRequestError, 413, "A message was too big for the service"),
    1011: _SERVER,
    1012: _SERVER,
    1013: _SERVER,
    1014: _SERVER,
    3005: _SERVER,
    3006: Meaning(
        BadRequestError, 400, "The service did not accept the parameters or a message", _PARAMETERS
    ),
    3007: Meaning(
        BadRequestError,
        400,
        "The audio came in pieces of a wrong length, or too fast",
        "Check that sample_rate and encoding are those of the audio: the service measures its length by them.",
    ),
    3008: Meaning(
        BadRequestError,
        408,
        "The session reached its longest duration (3 hours, or what its token allows)",
        "Nothing more is billed for it. Open a new session for the audio that follows.",
    ),
    3009: Meaning(
        RateLimitedError,
        429,
        "The account has too many sessions open at once",
        "End sessions that are not needed, or wait a minute, then open this one again.",
    ),
    4000: Meaning(BadRequestError, 400, "The sample rate must be a positive number", _PARAMETERS),
    4001: Meaning(AuthenticationError, 401, "The key or token was not accepted"),
    4002: Meaning(PermissionDeniedError, 402, "The account has not enough funds", _ACCOUNT),
    4003: Meaning(PermissionDeniedError, 402, "The account needs a way to pay for this", _ACCOUNT),
    4029: Meaning(RateLimitedError, 429, "The audio was sent too fast"),
    4031: Meaning(
        BadRequestError,
        408,
        "The session was idle for too long",
        "Nothing more is billed for it. Open a new session when there is audio again.",
    ),
    4102: Meaning(RateLimitedError, 429, "The account has too many sessions open at once"),
}
"""The close codes with a meaning of their own; 1008 is looked at by its reason."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """Makes the errors of one session."""

    mask: Callable[[str], str]
    """Hides the key and the token in what the service says."""
    has_token: bool
    """Whether a temporary token was given instead of a key."""
    is_here: bool = False
    """Whether the service's address is one of this machine."""

    def closed(self, code: int, reason: str) -> AssemblyAIError:
        """The error for a close code. Its `retryable` says whether the cause may pass."""
        told = self._told(reason)
        if code in {1008, 4001}:
            return self._unauthorized(told, code)
        meaning = MEANINGS.get(code)
        if meaning is not None:
            error: AssemblyAIError = meaning.error(
                f"{told or meaning.what} (close code {code}).",
                status=meaning.status,
                next_step=meaning.next_step,
            )
            error.retryable = meaning.passes or meaning.error is RateLimitedError
            return error
        if code == LOST:
            return ConnectionFailedError(
                f"The connection to the session was lost{f': {told}' if told else ''}."
            )
        return ServerError(f"{told or _SERVER.what} (close code {code}).", status=503)

    def refused(self, status: int, body: str) -> AssemblyAIError:
        """The error for a handshake that was answered with an HTTP status."""
        told = self._told(reason_in(body.encode()))
        if status in _NO_SESSIONS_HERE and not told:
            return error_class(status)(
                f"There are no sessions at this address (HTTP {status}).", status=status, next_step=_ADDRESS
            )
        if status in {401, 403}:
            return self._unauthorized(told or "The service refused to open the session", status)
        if status < _FIRST_ERROR:
            error = UnexpectedReplyError(
                f"The service answered with HTTP {status} instead of opening the session.",
                next_step=_ADDRESS,
            )
            error.retryable = False
            return error
        what = told or "The service did not open the session"
        return error_class(status)(f"{what} (HTTP {status}).", status=status)

    def unexplained(self, reason: str) -> AssemblyAIError:
        """The error for an Error message without a code, where the close code says no more."""
        told = self._told(reason)
        if any(word in told.lower() for word in _ABOUT_KEYS):
            return AuthenticationError(f"{told}.", status=401, next_step=_RENEWED if self.has_token else None)
        error = ServerError(f"{told or _SERVER.what}.", status=503)
        error.retryable = False
        return error

    def mute(self, seconds: float) -> AssemblyAIError:
        """The error for a connection that did not become a session."""
        told = f"The connection was opened, but the service began no session on it in {seconds:.0f} s."
        return ServerError(told, status=503)

    def lost(self, why: str) -> AssemblyAIError:
        """The error for a connection that could not be made or kept."""
        return ConnectionFailedError(
            f"The streaming service was not reached: {self._told(why)}.",
            next_step=_START_IT if self.is_here else None,
        )

    def _unauthorized(self, told: str, code: int) -> AssemblyAIError:
        shown = f"{told or 'The key or token was not accepted'} ({_kind(code)} {code})."
        about_key = not told or any(word in told.lower() for word in _ABOUT_KEYS)
        if not about_key and code not in {401, 4001}:
            return PermissionDeniedError(shown, status=403, next_step=_ACCOUNT)
        return AuthenticationError(shown, status=401, next_step=_RENEWED if self.has_token else None)

    def _told(self, reason: str) -> str:
        """The service's reason, safe to show. Masked before it is cut: a cut through a key would leave a part of it."""
        return without_secrets(flat(self.mask(reason)))[:_LONGEST_REASON].rstrip(".")


def _kind(code: int) -> str:
    return "HTTP" if code < NORMAL else "close code"


def ends_idle(code: int, reason: str) -> bool:
    """Whether the service closed a session because of its `inactivity_timeout`. The client did not ask it to end.

    The service's pages do not name the code. 3008 also stands for the longest duration; then its reason says so.
    """
    return code in {NORMAL, IDLE} or (code == EXPIRED and "duration" not in reason.lower())


def passes(code: int) -> bool:
    """Whether a session that was closed with this code can be followed by a new one that goes on."""
    meaning = MEANINGS.get(code)
    return code == LOST or (meaning is not None and meaning.passes)
