"""How a command ends: its exit codes, and the ends that are neither success nor an error of the service."""

from collections.abc import Sequence

from assemblyai_tools.errors import AssemblyAIError

DONE = 0
"""Done."""

FAILED = 1
"""Failed; the error is on stderr."""

WRONG_USAGE = 2
"""The command line itself is wrong; nothing was sent."""

SOME_FAILED = 3
"""It ended, but not for all recordings."""

UNFINISHED = 4
"""Not finished yet, and nothing is lost."""

INTERRUPTED = 130
"""Ctrl-C: 128 and the number of SIGINT, as shells count."""

TERMINATED = 143
"""SIGTERM, with which containers and systemd stop a process: 128 and its number, as shells count."""

BROKEN_PIPE = 141
"""What reads the output has ended, such as `head`: 128 and the number of SIGPIPE, as shells count."""

EXPLAINED = (
    "Exit codes: 0 done; 1 failed, the error is on stderr; 2 wrong usage; 3 ended, but not all recordings worked; "
    "4 not finished yet, nothing lost; 130 stopped with Ctrl-C, 143 with SIGTERM."
)
"""What --help says of them."""


class StoppedError(Exception):
    """The person pressed Ctrl-C. The transcripts that were waited for go on."""

    def __init__(self, transcript_ids: Sequence[str]) -> None:
        super().__init__()
        self.transcript_ids = tuple(transcript_ids)


class OutputClosedError(Exception):
    """What reads stdout has ended. As an OSError, click would end the process with another code."""


class IncompleteError(AssemblyAIError):
    """Some of what was asked for was left out."""


class UnfinishedError(AssemblyAIError):
    """A transcript is not finished, and is not waited for any longer."""

    def __init__(self, transcript_id: str, why: str) -> None:
        super().__init__(
            f"Transcript {transcript_id} is not finished: {why}.",
            next_step=f"Nothing is lost: call get_transcript with transcript_id={transcript_id} to go on.",
            transcript_id=transcript_id,
        )
