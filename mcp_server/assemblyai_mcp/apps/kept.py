"""Transcripts that a page is being filled with, as it asks for a piece at a time, and the service gives them whole."""

from collections.abc import Callable

from assemblyai_viewer import Shown

KEPT_SECONDS = 60.0
"""Seconds for which a completed transcript is kept, so that its next pieces need no request."""

MOST_KEPT = 4
"""Transcripts that are kept, at most: one of ten hours takes about 20 MB."""


class KeptTranscripts:
    """Completed transcripts, each for the account that it was read for."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, Shown]] = {}

    def get(self, account: str, transcript_id: str) -> Shown | None:
        self._drop_old()
        _, shown = self._kept.get((account, transcript_id), (0, None))
        return shown

    def put(self, account: str, shown: Shown) -> None:
        self._drop_old()
        self._kept.pop((account, shown["id"]), None)
        self._kept[account, shown["id"]] = (self._clock(), shown)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]

    def forget(self, account: str) -> None:
        """Drop all of this account: one of them may just have been deleted."""
        self._kept = {key: value for key, value in self._kept.items() if key[0] != account}

    def _drop_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        self._kept = {key: value for key, value in self._kept.items() if value[0] > oldest}
