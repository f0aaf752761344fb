"""How long jobs wait whose files did not fit on the disk."""

from assemblyai_emulator.errors import StorageError

FIRST_PAUSE = 10.0
"""Seconds until a job is tried again. Each pause is twice as long as the one before."""

LONGEST_PAUSE = 300.0
"""Seconds. A job waits no longer than this when there is space again."""

LONGEST_WAIT = 3600.0
"""Seconds that a job waits in all for a disk that is full. A file that can never fit would be tried for ever."""

_FULL = 507
_GIVEN_UP = (
    "The files of this transcript did not fit on the emulator's disk, and were tried again for {:.0f} minutes. Free "
    "some space on the disk of its --data-dir, or send a smaller file, then send the request again."
)


class StorageWaits:
    """Knows for each job how long it has waited. `forget` those that have ended or were deleted."""

    def __init__(self) -> None:
        self._waits: dict[str, tuple[float, float]] = {}

    def next_pause(self, transcript_id: str, error: StorageError) -> float | None:
        """Seconds until the job should be tried again. None if it has waited long enough for a full disk.

        A disk that fails otherwise (503) is not a matter of the file's size: then there is no end of the tries.
        """
        waited, last = self._waits.get(transcript_id, (0.0, FIRST_PAUSE / 2))
        if error.status == _FULL and waited >= LONGEST_WAIT:
            return None
        pause = min(last * 2, LONGEST_PAUSE)
        self._waits[transcript_id] = (waited + pause, pause)
        return pause

    def forget(self, transcript_id: str) -> None:
        self._waits.pop(transcript_id, None)


def given_up() -> str:
    """The error of a job that does not fit."""
    return _GIVEN_UP.format(LONGEST_WAIT / 60)
