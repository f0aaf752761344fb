"""`assemblyai-tools demo`."""

from collections.abc import Sequence
from pathlib import Path

import click

from assemblyai_tools.errors import FileAccessError, MissingExtraError


@click.command(
    "demo",
    help="Run an agent's whole job on a recording (default: the sample meeting), offline unless --live.",
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--offline", is_flag=True, help="Use the emulator on this machine, as without --live.")
@click.option("--live", is_flag=True, help="Use the real API with ASSEMBLYAI_API_KEY; this costs money.")
@click.option(
    "--keep",
    is_flag=True,
    help="Keep the transcript, for the other commands with --offline, and captions in the working folder, as --live "
    "always does.",
)
@click.option("--multichannel", is_flag=True, help="One speaker on each channel of the file.")
@click.option(
    "--speakers",
    is_flag=True,
    help="Tell voices on one channel apart, as --live always does; offline this needs the extra emulator-speakers "
    "and takes about 1.5 times as long as the recording.",
)
@click.option(
    "questions", "--question", multiple=True, metavar="TEXT", help="Ask this instead; may be repeated."
)
def command(
    *,
    file: Path | None,
    offline: bool,
    live: bool,
    keep: bool,
    multichannel: bool,
    speakers: bool,
    questions: Sequence[str],
) -> None:
    if offline and live:
        raise click.UsageError("--offline and --live exclude each other.")
    try:
        # Only the demo needs LangChain and rich; every other command works without these packages.
        from assemblyai_tools.cli.demo import Wishes, run_demo  # noqa: PLC0415
        from assemblyai_tools.cli.screen import Screen  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError.of("The demo", needs=error.name or str(error), extra="demo") from error
    if file and not file.expanduser().is_file():
        raise FileAccessError(f"There is no file {file}.", next_step="Check the name.")
    wishes = Wishes(
        file=file, live=live, keep=keep, multichannel=multichannel, speakers=speakers, questions=questions
    )
    click.get_current_context().exit(run_demo(wishes, Screen()))
