"""The finished turns of live speech, and what else a transcript of them tells."""

from collections.abc import Sequence
from datetime import UTC, datetime

from assemblyai_tools.streaming.events import (
    Begin,
    Event,
    RevisedTurn,
    SpeakerRevision,
    Termination,
    Turn,
    moved,
)


class FinishedTurns:
    """The turns that are final, in order.

    A second stream goes on where the first one ended: its turns get the numbers and the times that follow.
    """

    def __init__(self) -> None:
        self.model: str | None = None
        """The speech model that the service chose last."""
        self.began_at: datetime | None = None
        """When the first session began."""
        self._turns: dict[int, Turn] = {}
        self._end_ms = 0
        """Milliseconds of audio, as far as the events tell."""
        self._is_ended = True
        """Whether the next session belongs to a new stream. After a lost connection, it belongs to the same one."""
        self._offset_ms = 0
        """Where this stream's audio starts."""
        self._first = 0
        """The number of this stream's first turn."""

    @property
    def turns(self) -> Sequence[Turn]:
        """The turns in the order of their numbers."""
        return tuple(self._turns[number] for number in sorted(self._turns))

    @property
    def seconds(self) -> float:
        """Seconds of audio."""
        return self._end_ms / 1000

    def end(self) -> None:
        """Take what comes next for another stream."""
        self._is_ended = True

    def add(self, event: Event) -> bool:
        """Take any event; say whether it added or changed a turn."""
        if isinstance(event, Turn):
            return event.is_final and self._set(moved(event, self._first, self._offset_ms))
        if isinstance(event, SpeakerRevision):
            return max(map(self._revise, event.revisions), default=False)  # all of them, unlike any()
        if isinstance(event, Begin):
            self._begin(event)
        elif isinstance(event, Termination):
            heard = round(1000 * (event.audio_duration_seconds or 0))
            self._end_ms = max(self._end_ms, self._offset_ms + heard)
            self.end()
        return False

    def _begin(self, event: Begin) -> None:
        self.began_at = self.began_at or datetime.now(UTC)
        if event.configuration and event.configuration.model:
            self.model = event.configuration.model
        if self._is_ended:
            self._offset_ms = self._end_ms
            self._first = max(self._turns, default=-1) + 1
            self._is_ended = False

    def _set(self, turn: Turn) -> bool:
        self._end_ms = max(self._end_ms, turn.end_ms or 0)
        changed = self._turns.get(turn.turn_order) != turn
        self._turns[turn.turn_order] = turn
        return changed

    def _revise(self, revised: RevisedTurn) -> bool:
        revised = moved(revised, self._first, self._offset_ms)
        turn = self._turns.get(revised.turn_order)
        if turn is None:
            return False
        label = revised.speaker_label or turn.speaker_label
        speakers = {(word.start, word.end): word.speaker for word in revised.words}
        words = tuple(
            word.model_copy(update={"speaker": speakers.get((word.start, word.end)) or label})
            for word in turn.words
        )
        return self._set(turn.model_copy(update={"speaker_label": label, "words": words}))
