"""`assemblyai-tools batch start`: writes down what is to be transcribed, and does it."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import batch_names, look_at
from assemblyai_tools.cli.batch.limits import assume_option, limit_options
from assemblyai_tools.cli.batch.new_name import new_name
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.batch.working import no_work_option, service, show_outcome, work_on, work_options
from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.derived import check_usage
from assemblyai_tools.cli.exits import DONE, SOME_FAILED
from assemblyai_tools.cli.fields import arguments_of, parameters_of
from assemblyai_tools.cli.session import Common
from assemblyai_tools.cli.terminal import note, write_json, write_text
from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError
from assemblyai_tools.exports import FORMATS
from assemblyai_tools.operations.transcribe_arguments import WEBHOOK_OPTIONS
from assemblyai_tools.operations.transcription import transcribe
from assemblyai_tools.text import flat

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.sources.source import Source
    from assemblyai_tools.cli.batch.tally import Tally

_SAYS = """\
Write down what is to be transcribed, and do it. Costs money per hour of audio.

Each SOURCE is a folder (its audio and video files, those below too), a pattern ("calls/**/*.mp3"), a list (CSV with a
header, JSON lines, or a text file with a path or URL a line), a file, a URL, or "-" for a list on stdin. A list's rows
may have a name and options of their own.

What cannot be in the batch is told and left out. Results land in a folder as they come, with one line for each
recording in results.jsonl. The same content twice is transcribed once.
"""

_NO_OPTIONS = ("audio", "wait_seconds", "again", *sorted(WEBHOOK_OPTIONS))


def _run(
    place: Place, *, sources: Sequence[str], name: str | None, dry_run: bool, no_work: bool, **given: Any
) -> int:
    common, where = place.common, place.where(begins=True)
    typed = arguments_of(transcribe, given)
    check_usage(transcribe, {**typed, "audio": "x"})
    from assemblyai_tools.batch.sources.reading import checked_options  # noqa: PLC0415 - slow to import

    options = checked_options(typed)
    known = [] if dry_run else batch_names(where)
    if name is None:
        name = new_name(sources, known)
        common.hint(f"The batch is called {name}.")
    else:
        name = _checked_name(name, known, place)
    to = (given["to"] or Path(name)).expanduser()
    formats = tuple(dict.fromkeys(given["output"])) or ("text",)
    with _read(sources, options, (to, formats), given["prices"], common) as (found, tally):
        if dry_run:
            return _told(found, tally, common)
        plan = {"to": to, "formats": formats, "options": options, "database": where}
        plan |= {limit: given[limit] for limit in ("max_hours", "max_cost", "assume_minutes")}
        with service(place) as settings, _begun(name, found, tally, settings=settings, **plan) as batch:
            _hint(tally, common)
            common.hint(f"The results land in {flat(str(to))}.")
            if no_work:
                show_outcome(look_at(batch), common)
                return _code(tally)
            return max(work_on(batch, place, given), _code(tally))


def _checked_name(name: str, known: Sequence[str], place: Place) -> str:
    """The name. Raises a UsageError for one that no batch can have, or that one has, before anything is read."""
    from assemblyai_tools.batch.setup import check_name  # noqa: PLC0415 - it imports SQLAlchemy

    context = click.get_current_context(silent=True)
    try:
        check_name(name)
    except InvalidArgumentsError as error:
        raise click.UsageError(str(error), context) from None
    if name in known:
        raise click.UsageError(
            f"There is a batch {name} already; it was left as it is. Choose another --name, or go on with it: "
            f"{place.command('resume', name)}",
            context,
        )
    return name


@contextmanager
def _begun(name: str, found: "Iterator[Source]", tally: "Tally", **plan: Any) -> "Generator[Batch]":
    """The new batch, written down with what is left out of it. Nothing is sent yet."""
    from assemblyai_tools.batch.batch import Batch  # noqa: PLC0415 - it imports SQLAlchemy
    from assemblyai_tools.batch.results.left_out import LeftOutFile  # noqa: PLC0415 - slow to import

    with _not_sent(), LeftOutFile(plan["to"], name) as left_out:
        tally.keep = left_out.add
        try:
            batch = Batch.start(name, found, prices=tally.estimate.prices, **plan)
        except AssemblyAIError as error:
            if tally.left_out:
                error.next_step += f" {left_out.path} says what was left out, and why."
            raise
    with batch:
        batch.keep_left_out(tally.left_out)
        yield batch


@contextmanager
def _read(
    sources: Sequence[str],
    options: Mapping[str, Any],
    results: tuple[Path, Sequence[str]],
    prices: Path | None,
    common: Common,
) -> "Generator[tuple[Iterator[Source], Tally]]":
    """What can be in the batch, as it is read, and what is counted meanwhile."""
    from assemblyai_tools.batch.prices import Estimate, Prices  # noqa: PLC0415
    from assemblyai_tools.batch.results.landing import names_in  # noqa: PLC0415 - slow to import, as all of these
    from assemblyai_tools.batch.sources.lengths import with_lengths  # noqa: PLC0415
    from assemblyai_tools.batch.sources.reading import read_sources  # noqa: PLC0415
    from assemblyai_tools.cli.batch.tally import Tally  # noqa: PLC0415

    tally = Tally(Estimate(Prices.read(prices), options), common)
    found = with_lengths(read_sources(sources, options=options, taken=names_in(*results)))
    try:
        yield tally.good(found), tally
    finally:
        found.close()  # the threads that read ahead end


@contextmanager
def _not_sent() -> Generator[None]:
    """Say at Ctrl-C that the batch does not exist yet."""
    try:
        yield
    except KeyboardInterrupt:
        note(f"{PROGRAM}: Stopped before anything was sent. To begin anew, give the same command again.")
        raise


def _told(found: "Iterator[Source]", tally: "Tally", common: Common) -> int:
    """Count everything, and send nothing."""
    for _ in found:
        pass
    if common.as_json:
        write_json(tally.as_json())
    else:
        write_text(tally.as_text())
    common.hint("Nothing was sent. The same content twice is transcribed once, and counted twice here.")
    return _code(tally)


def _hint(tally: "Tally", common: Common) -> None:
    if tally.left_out and not common.quiet:
        note(f"Left out: {tally.left_out_text()}; left-out.jsonl beside the results says what and why.")
    if tally.estimate.unknown:
        common.hint(
            f"The length of {tally.estimate.unknown:,} is not known before they are transcribed; a maximum counts each "
            "as --assume-minutes until then."
        )


def _code(tally: "Tally") -> int:
    """3 if anything is left out that is no duplicate."""
    return SOME_FAILED if set(tally.left_out) - {"duplicate"} else DONE


def _own_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--name"],
            help="What to call the batch: letters, digits, '.', '_' and '-'. Default: that of its "
            "first folder or list, and the day.",
        ),
        click.Option(
            ["--to"],
            type=click.Path(file_okay=False, path_type=Path),
            help="The folder for the results. Default: one with the name of the batch. No file in it is replaced, and "
            "no two batches share one.",
        ),
        click.Option(
            ["output", "-o", "--output"],
            multiple=True,
            type=click.Choice(list(FORMATS)),
            help="The format of the results, text by default. May be repeated.",
        ),
        click.Option(
            ["--dry-run"], is_flag=True, help="Print the hours and an estimate of the cost; send nothing."
        ),
        *limit_options(),
        assume_option(),
        click.Option(
            ["--prices"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="A TOML or JSON file with prices that replace those that are known.",
        ),
    ]


command = batch_command(
    "start",
    _SAYS,
    _run,
    [
        click.Argument(["sources"], nargs=-1, required=True, metavar="SOURCE...", help="What to transcribe."),
        *_own_options(),
        *work_options(),
        no_work_option(),
        *parameters_of(transcribe, without=_NO_OPTIONS),
    ],
)
