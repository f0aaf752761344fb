"""Numbers the turns of a stream across its sessions, and says when each of them is final."""

from dataclasses import dataclass

from assemblyai_tools.streaming.events import RevisedTurn, Turn, moved


@dataclass(slots=True)
class TurnOrder:
    """The turns so far. Times and numbers of a session are turned into those of the stream."""

    is_formatting: bool
    """Whether a finished turn is to come a second time, with punctuation and case."""
    offset_ms: int = 0
    """Where in the stream the session's audio starts."""
    _noticed: int | None = None
    """Where in the stream speech was noticed that is not in a final turn yet."""
    _words_since: int | None = None
    """Where in the stream the words of the unfinished turn start."""
    _end_ms: int = 0
    """Where in the stream the last final turn ends."""
    _first: int = 0
    """The number in the stream of the session's turn 0."""
    _next: int = 0
    """The number of the first turn that is not final."""
    _plain: Turn | None = None
    """A finished turn whose formatted text is still to come."""

    def heard(self, turn: Turn) -> list[Turn]:
        """The turns to tell, when the session tells this one."""
        turn = moved(turn, self._first, self.offset_ms)
        told = self.settled() if self._plain and turn.turn_order > self._plain.turn_order else []
        if turn.turn_order < self._next:  # formatted after all, or once more: it was final already
            return [*told, turn]
        if not turn.end_of_turn:
            if turn.transcript and not self.has_words:
                self._words_since = turn.start_ms if turn.words else self._end_ms
            return [*told, turn]
        if self.is_formatting and not turn.is_formatted:
            self._plain = turn
            return [*told, turn]
        return [*told, self._final(turn)]

    @property
    def has_words(self) -> bool:
        """Whether the unfinished turn has words. Without words, it may be speech or a noise."""
        return self._words_since is not None

    @property
    def open_since(self) -> int | None:
        """Where in the stream the unfinished turn starts; None if there is none."""
        return self._noticed if self._words_since is None else self._words_since

    def started(self, milliseconds: int) -> None:
        """Somebody starts to speak at this place in the stream: words may follow, or the finished turn alone."""
        if self._noticed is None or self.has_words:
            self._noticed = milliseconds

    def settled(self) -> list[Turn]:
        """The finished turn that still waits for its formatted text, as final: the text does not come."""
        return [self._final(self._plain)] if self._plain else []

    def revised(self, turn: RevisedTurn) -> RevisedTurn:
        """A revision in the stream's numbers and times."""
        return moved(turn, self._first, self.offset_ms)

    def number(self, order: int) -> int:
        """The number in the stream of a turn of the session."""
        return self._first + order

    def start_session(self, offset_ms: int) -> None:
        """Go on in a new session. Its audio starts at this place in the stream."""
        self.offset_ms, self._first, self._end_ms = offset_ms, self._next, offset_ms
        self._noticed = self._words_since = None

    def _final(self, turn: Turn) -> Turn:
        self._next, self._plain, self._words_since = turn.turn_order + 1, None, None
        if turn.end_ms is None or (self._noticed is not None and self._noticed < turn.end_ms):
            self._noticed = None
        self._end_ms = self._end_ms if turn.end_ms is None else turn.end_ms
        return turn.model_copy(update={"is_final": True})
