"""The maxima of a batch."""

import math
from typing import Any

import click


class Amount(click.FloatRange):
    """A number that is one: a database takes "nan" for no maximum at all."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, within the range."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a number that can be counted to.", param, ctx)
        return number


def assume_option() -> click.Option:
    """The option for recordings whose length is not known."""
    return click.Option(
        ["--assume-minutes"],
        type=Amount(0),
        default=60.0,
        show_default=True,
        metavar="MINUTES",
        help="What a recording of unknown length counts against a maximum until it is transcribed.",
    )


def limit_options() -> list[click.Parameter]:
    """The options that bound what a batch may cost."""
    return [
        click.Option(
            ["--max-hours"],
            type=Amount(0),
            metavar="HOURS",
            help="Send no recording that would bring the batch above so many hours of audio.",
        ),
        click.Option(
            ["--max-cost"],
            type=Amount(0),
            metavar="USD",
            help="Send no recording that would bring the batch above this, as estimated by the price table.",
        ),
    ]
