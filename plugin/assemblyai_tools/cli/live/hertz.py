"""A sample rate, as it is typed."""

from typing import Any

import click


class Hertz(click.IntRange):
    """A number of samples a second."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, within the range."""
        if not str(value).isdecimal():
            self.fail(f"{value!r} is no number of samples a second in Hz, such as 16000.", param, ctx)
        return super().convert(value, param, ctx)
