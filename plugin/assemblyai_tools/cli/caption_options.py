"""The options of commands that write transcripts, for how captions among them look."""

from collections.abc import Mapping
from typing import Any, cast

import click

from assemblyai_tools.captions.style import Style
from assemblyai_tools.cli.derived import check_usage
from assemblyai_tools.cli.fields import arguments_of, parameters_of
from assemblyai_tools.operations.subtitle_arguments import FORMS, GetSubtitlesArguments
from assemblyai_tools.operations.subtitles import get_subtitles

_PREFIX = "caption_"
"""What the names begin with, as commands have other options with speakers and lines."""

_OTHERS = ("transcript_id", "subtitle_format", "chars_per_caption", "save_to")
"""The arguments of get_subtitles that say nothing about how captions that are made of words look."""


def caption_options() -> list[click.Parameter]:
    """The options for `style_of`."""
    options = parameters_of(get_subtitles, without=_OTHERS)
    for one in options:
        one.name = f"{_PREFIX}{one.name}"
        one.opts = [name.replace("--", "--caption-") for name in one.opts]
        one.secondary_opts = [name.replace("--no-", "--no-caption-") for name in one.secondary_opts]
    return options


def style_of(given: Mapping[str, Any], formats: tuple[str, ...]) -> Style | None:
    """How captions are to look, if anything was typed. Raises a usage error if there are to be none."""
    typed = {name.removeprefix(_PREFIX): one for name, one in given.items() if name.startswith(_PREFIX)}
    arguments = arguments_of(get_subtitles, typed)
    if not arguments:
        return None
    context = click.get_current_context(silent=True)
    if not set(FORMS) & set(formats):
        raise click.UsageError("The options for captions need captions: give -o srt, vtt or ttml.", context)
    asked = {"transcript_id": "x", **arguments}
    check_usage(get_subtitles, asked)
    return cast("GetSubtitlesArguments", get_subtitles.validated(asked)).style
