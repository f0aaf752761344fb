"""`assemblyai-tools`: runs one command."""

import sys
from collections.abc import Sequence

import click

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.exits import (
    BROKEN_PIPE,
    DONE,
    FAILED,
    INTERRUPTED,
    SOME_FAILED,
    UNFINISHED,
    IncompleteError,
    OutputClosedError,
    StoppedError,
    UnfinishedError,
)
from assemblyai_tools.cli.group import root
from assemblyai_tools.cli.streams import guarded_streams
from assemblyai_tools.cli.terminal import note
from assemblyai_tools.errors import AssemblyAIError

_CODES = {UnfinishedError: UNFINISHED, IncompleteError: SOME_FAILED}
"""The exit codes of some errors; that of the others is FAILED."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors go to stderr."""
    given = sys.argv[1:] if argv is None else list(argv)
    with guarded_streams():
        try:
            return _ended(given)
        except OutputClosedError:
            return BROKEN_PIPE


def _ended(given: Sequence[str]) -> int:
    """Run the command, and say what there is to say of its end."""
    try:
        code = root.main(given, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()  # here, so that a failure is noticed
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AssemblyAIError as error:
        _tell(str(error), given)
        return next((code for kind, code in _CODES.items() if isinstance(error, kind)), FAILED)
    except StoppedError as stopped:
        for transcript_id in stopped.transcript_ids:
            _tell(
                f"Stopped waiting. Transcript {transcript_id} is not lost: call get_transcript with "
                f"transcript_id={transcript_id} to go on.",
                given,
            )
        return INTERRUPTED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return code if isinstance(code, int) else DONE


def _tell(text: str, given: Sequence[str]) -> None:
    """Say what happened and what to do next, in commands instead of tools."""
    from assemblyai_tools.cli.wording import in_commands  # noqa: PLC0415 - only what fails needs it

    note(f"{PROGRAM}: {in_commands(text, offline='--offline' in given)}")


if __name__ == "__main__":
    sys.exit(main())
