"""What is asked for a recording: the batch's options and its own, as the API's parameters, and the price of an hour."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assemblyai_tools.batch.prices import billed_seconds
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.records import Price
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.operations.transcribe_arguments import WEBHOOK_OPTIONS, TranscribeArguments
from assemblyai_tools.operations.transcription import transcribe

PerHour = Callable[[Mapping[str, Any]], float]
"""What an hour costs with these options."""

ASSUMED_MINUTES = 60.0
"""Minutes that a recording of unknown length reserves of the batch's maximum."""

_HOUR = 3600.0
_ANY_AUDIO = "https://example.com/audio.mp3"
_OF_A_CALL = ("audio", "wait_seconds", "again")
"""Arguments of transcribe that say nothing about a batch."""


@dataclass(frozen=True, slots=True)
class Order:
    """A recording's options."""

    parameters: Mapping[str, Any]
    """As the API takes them, without the audio."""
    webhook: tuple[str, str] | None
    """The header of the webhook that is notified."""
    per_hour: float
    assumed_seconds: float

    def price(self, seconds: float | None) -> Price:
        """What a recording of this length takes of the batch's maximum; the one that is assumed if it is not known."""
        hours = billed_seconds(self.assumed_seconds if seconds is None else seconds) / _HOUR
        return Price(hours, hours * self.per_hour)


class Orders:
    """The orders of a batch. `webhook` are the three options that say whom to notify, which are not kept.

    A recording of unknown length reserves `assumed_seconds` until it is transcribed.
    """

    def __init__(
        self,
        options: Mapping[str, Any],
        per_hour: PerHour,
        webhook: Mapping[str, str] | None = None,
        assumed_seconds: float = ASSUMED_MINUTES * 60,
    ) -> None:
        self._options = options
        self._per_hour = per_hour
        self._webhook = webhook or {}
        self._assumed_seconds = assumed_seconds
        self._made: dict[str | None, Order] = {}

    def of(self, row: Recording) -> Order:
        """A recording's order."""
        if row.options not in self._made:
            own: Mapping[str, Any] = json.loads(row.options or "{}")
            options = {**self._options, **own}
            arguments = checked({**options, **self._webhook})
            self._made[row.options] = Order(
                arguments.options(), arguments.webhook_header, self._per_hour(options), self._assumed_seconds
            )
        return self._made[row.options]


def checked(options: Mapping[str, Any]) -> TranscribeArguments:
    """The arguments of transcribe. Raises an InvalidArgumentsError that names what is wrong."""
    for name in _OF_A_CALL:
        if name in options:
            raise InvalidArgumentsError(f"{name} is not an option of a batch.", next_step="Leave it out.")
    arguments = transcribe.validated({**options, "audio": _ANY_AUDIO})
    if not isinstance(arguments, TranscribeArguments):  # pragma: no cover - it is
        raise TypeError
    return arguments


def check_kept(options: Mapping[str, Any]) -> None:
    """Raise an InvalidArgumentsError for options that cannot be kept with a batch, as they hold a secret."""
    if options.keys() & WEBHOOK_OPTIONS:
        raise InvalidArgumentsError(
            "The options of a webhook are not kept with a batch, as one of them is a secret.",
            next_step="Give them to each work(webhook=...).",
        )
    checked(options)
