"""The maxima of a batch."""

import click


def limit_options() -> list[click.Parameter]:
    """The options that bound what a batch may cost."""
    return [
        click.Option(
            ["--max-hours"],
            type=click.FloatRange(0),
            metavar="HOURS",
            help="Send no recording that would bring the batch above so many hours of audio.",
        ),
        click.Option(
            ["--max-cost"],
            type=click.FloatRange(0),
            metavar="USD",
            help="Send no recording that would bring the batch above this, as estimated by the price table.",
        ),
    ]
