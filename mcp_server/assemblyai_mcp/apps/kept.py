"""Transcripts that a page is being filled with, as it asks for a piece at a time, and the service gives them whole."""

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakSet

from assemblyai_viewer import Shown

KEPT_SECONDS = 60.0
"""Seconds for which a completed transcript is kept, so that its next pieces need no request."""

MOST_OF_ACCOUNT = 4
"""Transcripts that are kept for one account, at most."""

MOST_WORDS = 1_000_000
"""Words that are kept for all accounts, at most, but always one transcript: 90,000 (ten hours) take about 20 MB."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class Reading:
    """A transcript that is being read from the service for this account."""

    account: str
    outdated: bool = False
    """Whether the account changed something meanwhile, so that the answer may be from before that."""


class KeptTranscripts:
    """Completed transcripts, each for the account that it was read for; the one that was used last comes last."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, Shown]] = {}
        self._readings: WeakSet[Reading] = WeakSet()

    def get(self, account: str, transcript_id: str) -> Shown | None:
        self._drop_old()
        key = account, transcript_id
        if key not in self._kept:
            return None
        self._kept[key] = found = self._kept.pop(key)
        return found[1]

    def reading(self, account: str) -> Reading:
        """Say that the service is about to be asked: `put` takes this with the answer."""
        one = Reading(account)
        self._readings.add(one)
        return one

    def put(self, reading: Reading, shown: Shown) -> None:
        """Keep what was read, unless `forget` was called for its account since it was asked for."""
        self._drop_old()
        if reading.outdated:
            return
        account = reading.account
        self._kept.pop((account, shown["id"]), None)
        self._kept[account, shown["id"]] = (self._clock(), shown)
        own = [key for key in self._kept if key[0] == account]
        for key in own[:-MOST_OF_ACCOUNT]:
            del self._kept[key]
        while len(self._kept) > 1 and self._words > MOST_WORDS:
            del self._kept[next(iter(self._kept))]

    def forget(self, account: str) -> None:
        """Drop all of this account, and what is being read for it: something of it was changed."""
        self._kept = {key: value for key, value in self._kept.items() if key[0] != account}
        for one in self._readings:
            one.outdated = one.outdated or one.account == account

    @property
    def _words(self) -> int:
        return sum(shown["words"]["total"] for _, shown in self._kept.values())

    def _drop_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        self._kept = {key: value for key, value in self._kept.items() if value[0] > oldest}
