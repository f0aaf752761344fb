"""Limits on how long a stream may be open."""

from dataclasses import dataclass

from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.streaming.events import Begin, Event, SpeechStarted, Turn
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.prices import cost, is_estimated, seconds_for
from assemblyai_tools.text import span

WARN_SECONDS = 600.0
"""Seconds without speech after which a stream warns of its cost."""


def check_positive(name: str, value: float | None) -> None:
    """Raise an InvalidArgumentsError for a limit that is not above 0, or none at all."""
    if value is not None and not 0 < value < float("inf"):
        raise InvalidArgumentsError(
            f"The session was not opened: {name} is {value}.",
            next_step="Give a finite number above 0, or None for no limit.",
        )


@dataclass(frozen=True, slots=True)
class Ceiling:
    """When a stream ends by itself."""

    seconds: float
    """Seconds of open sessions."""
    why: str

    @classmethod
    def of(
        cls, parameters: StreamParameters, max_seconds: float | None, max_cost: float | None
    ) -> "Ceiling | None":
        """The lower of both ceilings; None without one. Each must be positive."""
        check_positive("max_seconds", max_seconds)
        check_positive("max_cost", max_cost)
        found: list[Ceiling] = []
        if max_seconds is not None:
            found.append(cls(max_seconds, f"max_seconds={max_seconds:g} is reached"))
        if max_cost is not None:
            found.append(cls.of_cost(parameters, max_cost))
        return min(found, key=lambda one: one.seconds, default=None)

    @classmethod
    def of_cost(cls, parameters: StreamParameters, usd: float) -> "Ceiling":
        """The ceiling for so much money. Raises an InvalidArgumentsError if it does not pay for a second."""
        seconds = seconds_for(usd, parameters)
        if not seconds:
            raise InvalidArgumentsError(
                f"The session was not opened: max_cost={usd:g} is less than a second costs, about "
                f"{cost(1, parameters):.6f} USD.",
                next_step="Give a max_cost for as many seconds as the stream may take.",
            )
        about = f"; the price of {parameters.speech_model} is estimated" if is_estimated(parameters) else ""
        return cls(seconds, f"max_cost={usd:g} is reached: about {cost(seconds, parameters):.4f} USD{about}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a look at the clock."""

    told: str
    is_end: bool
    """Whether the stream ends now."""


@dataclass(slots=True)
class Limits:
    """What ends a stream by itself, as time goes by."""

    ceiling: Ceiling | None
    quiet_seconds: float | None
    """Seconds without speech; None: any."""
    _begun_at: float | None = None
    """When the first session began."""
    _spoken_at: float = 0.0
    _is_warned: bool = False

    def note(self, event: Event, now: float) -> None:
        """Take notice of an event."""
        if isinstance(event, Begin) and self._begun_at is None:
            self._begun_at = self._spoken_at = now
        if isinstance(event, SpeechStarted | Turn):
            self._spoken_at, self._is_warned = now, False

    def left(self, now: float) -> float:
        """Seconds until the ceiling; infinity without one, and before the first session."""
        if self.ceiling is None or self._begun_at is None:
            return float("inf")
        return self._begun_at + self.ceiling.seconds - now

    def lead(self, most: float) -> float:
        """Seconds of audio that may be sent at once, at most `most`. The service bills the time that it hears them."""
        return most if self.ceiling is None else min(most, self.ceiling.seconds / 2)

    def check(self, now: float, ahead: float = 0.0) -> Verdict | None:
        """What is to be told now, if anything; `ahead` is how many seconds of audio the service has still to hear."""
        if self._begun_at is None:
            return None
        if self.ceiling is not None and self.left(now + ahead) <= 0:
            return Verdict(f"The stream was ended: {self.ceiling.why}.", is_end=True)
        quiet = now - self._spoken_at
        if self.quiet_seconds is not None and quiet >= self.quiet_seconds:
            told = f"The stream was ended: nobody spoke for {span(int(quiet) * 1000)} (max_quiet_seconds)."
            return Verdict(told, is_end=True)
        if quiet >= WARN_SECONDS and not self._is_warned:
            self._is_warned = True
            told = f"Nobody has spoken for {span(int(quiet) * 1000)}, and the session is billed as long as it is open."
            return Verdict(told, is_end=False)
        return None
