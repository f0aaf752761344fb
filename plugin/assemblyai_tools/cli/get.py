"""`assemblyai-tools get`: a transcript's text in any format, waiting for it if need be."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import click

from assemblyai_tools.cli.account_list import names_of
from assemblyai_tools.cli.derived import check_usage, show_result
from assemblyai_tools.cli.fields import arguments_of, parameters_of
from assemblyai_tools.cli.ids import one_id
from assemblyai_tools.cli.outputs import Outputs, output_options
from assemblyai_tools.cli.patience import wait_option, wait_until_done
from assemblyai_tools.cli.saving import names_for
from assemblyai_tools.cli.session import common_options, opened
from assemblyai_tools.operations.transcripts import get_transcript

_SAYS = """\
Read a transcript: all of its text, or another format with -o.

If it is not finished, it is waited for as long as it makes progress. With --parts or --start-at-ms, those parts are
shown with clock times, from that time on; a part can be read if it was asked for when transcribing.
"""


def _run(**given: Any) -> int:
    outputs = Outputs.of(given)
    shows_parts = bool(given["parts"] or given["start_at_ms"])
    _check_together(given, shows_parts=shows_parts)
    longest = given.pop("wait_seconds")
    arguments = arguments_of(get_transcript, given)
    check_usage(get_transcript, arguments)
    outputs.prepare()
    with opened(outputs.common) as session:
        transcript_id = session.run(one_id(given["transcript_id"]))
        session.running[transcript_id] = None
        wait_until_done(session, transcript_id, longest=longest)
        session.close()
        if shows_parts:
            return show_result(session, get_transcript, {**arguments, "transcript_id": transcript_id})
        # Its files are named after its own, if the ledger knows it.
        known = next(iter(session.run(names_of([transcript_id])).get(transcript_id, ())), "")
        (name,) = names_for([PurePath(PurePath(known).name or transcript_id)])
        outputs.write(session, transcript_id, name, {})
    return 0


def _check_together(given: Mapping[str, Any], *, shows_parts: bool) -> None:
    """Raise a usage error if one option would make another one useless."""
    problem = ""
    if shows_parts and (given["output"] or given["to"]):
        problem = "--parts and --start-at-ms show parts with clock times: they take neither -o nor --to."
    elif given["max_characters"] and not shows_parts:
        problem = "--max-characters needs --parts or --start-at-ms: without them, all of the text is given."
    if problem:
        raise click.UsageError(problem, click.get_current_context(silent=True))


command = click.Command(
    name=get_transcript.command,
    help=_SAYS,
    params=[
        *parameters_of(get_transcript, without=["wait_seconds"]),
        *output_options(),
        wait_option(),
        *common_options(),
    ],
    callback=_run,
)
