"""`assemblyai-tools demo`."""

from collections.abc import Sequence
from pathlib import Path

import click

from assemblyai_tools.errors import MissingExtraError


@click.command(
    help="Run an agent's whole job on a recording (the sample meeting by default), offline unless --live."
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--live", is_flag=True, help="Use the real API with ASSEMBLYAI_API_KEY; this costs money.")
@click.option("--multichannel", is_flag=True, help="One speaker on each channel of the file.")
@click.option(
    "--speakers",
    is_flag=True,
    help="Tell voices on one channel apart, as --live always does; offline this needs the extra emulator-speakers "
    "and takes about 1.5 times as long as the recording.",
)
@click.option("--question", multiple=True, help="Ask this instead; may be repeated.")
def command(
    file: Path | None, *, live: bool, multichannel: bool, speakers: bool, question: Sequence[str]
) -> int:
    try:
        # Only the demo needs LangChain and rich; every other command works without these packages.
        from assemblyai_tools.cli.demo import run_demo  # noqa: PLC0415
        from assemblyai_tools.cli.screen import Screen  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError.of("The demo", needs=error.name or str(error), extra="demo") from error
    return run_demo(
        file, live=live, multichannel=multichannel, speakers=speakers, questions=question, screen=Screen()
    )
