"""How long a stream may be open, whatever else happens."""

from dataclasses import dataclass

from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.prices import cost, seconds_for


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
        for name, value in (("max_seconds", max_seconds), ("max_cost", max_cost)):
            if value is not None and not 0 < value < float("inf"):
                raise InvalidArgumentsError(
                    f"The session was not opened: {name} is {value}; give more than 0."
                )
        found: list[Ceiling] = []
        if max_seconds is not None:
            found.append(cls(max_seconds, f"max_seconds={max_seconds:g} is reached"))
        if max_cost is not None:
            seconds = seconds_for(max_cost, parameters)
            told = f"max_cost={max_cost:g} is reached: about {cost(seconds, parameters):.4f} USD"
            found.append(cls(seconds, told))
        return min(found, key=lambda one: one.seconds, default=None)
