"""The path of a page that is written: its name says that it is one, so that nobody's recording is meant."""

from pathlib import Path
from typing import Any

import click


class PagePath(click.Path):
    """A path that ends in .html or .htm."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. It fails for every other ending."""
        path = Path(value)
        if path.suffix.lower() not in {".html", ".htm"}:
            self.fail(f"{click.format_filename(value)!r} must end in .html or .htm.", param, ctx)
        return path
