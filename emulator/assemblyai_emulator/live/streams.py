"""The streams that one process hears."""

import functools
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

from assemblyai_emulator.hearing.recognizer import Heard, Recognizer
from assemblyai_emulator.hearing.sphinx.decoder import Decoder
from assemblyai_emulator.live.listener import FinishedTurn, Guess, Listener, Output
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.outbox import Outbox
from assemblyai_emulator.live.settings import StreamSettings
from assemblyai_emulator.live.turn_hearer import TurnHearer

Reply = Callable[[dict[str, Any]], None]

FINISHED = "finished"
"""The type of the last message of a stream. It is not one of the API's."""


class Streams:
    """All streams of this process. At most `at_once` finished turns are heard at the same time, each on a thread."""

    def __init__(self, load: Callable[[], Recognizer], reply: Reply, at_once: int = 1) -> None:
        self._reply = reply
        self._turns = TurnHearer(load, at_once)
        self._streams: dict[int, _Stream] = {}
        self._spare: list[Decoder] = []

    def run(self, given: dict[str, Any], audio: bytes) -> None:
        """Carry out a command. A fault ends its stream only."""
        number = given["id"]
        try:
            self._run(number, given, audio)
        except Exception:  # noqa: BLE001 - a fault of one stream must not end the others
            self._failed(number)

    def close(self) -> None:
        """Wait until every turn is heard."""
        self._turns.close()

    def _run(self, number: int, given: dict[str, Any], audio: bytes) -> None:
        if given["do"] == "open":
            self._open(number, StreamSettings.from_json(given["settings"]))
        elif stream := self._streams.get(number):
            match given["do"]:
                case "audio":
                    stream.add(stream.listener.feed(audio))
                    self._reply({"id": number, "heard": len(audio)})
                case "update":
                    stream.listener.update(StreamSettings.from_json(given["settings"]))
                case "force":
                    stream.add(stream.listener.force())
                case "finish":
                    stream.add(stream.listener.finish())
                    stream.outbox.add({"type": FINISHED})
                case _:
                    self._drop(number)

    def _open(self, number: int, settings: StreamSettings) -> None:
        # The recognizer hears finished turns, so a second pass of the decoder would only delay other streams.
        decoder = self._spare.pop() if self._spare else Decoder(second_pass=False)
        outbox = Outbox(lambda message: self._reply({"id": number, "message": message}))
        hear = functools.partial(self._hear, number)
        self._streams[number] = _Stream(Listener(settings, decoder), decoder, outbox, hear, self._turns)

    def _hear(self, number: int, turn: FinishedTurn, guessed: Future[Heard] | None) -> list[Message]:
        if number not in self._streams:
            return []
        try:
            return turn.messages(guessed.result() if guessed else turn.hear(self._turns.recognizer()))
        except Exception:  # noqa: BLE001 - as in `run`
            self._failed(number)
            return []

    def _failed(self, number: int) -> None:
        traceback.print_exc()
        self._reply({"id": number, "failed": True})

    def _drop(self, number: int) -> None:
        stream = self._streams.pop(number)
        stream.listener.close()
        self._spare.append(stream.decoder)


class _Stream:
    def __init__(
        self,
        listener: Listener,
        decoder: Decoder,
        outbox: Outbox,
        hear: Callable[[FinishedTurn, Future[Heard] | None], list[Message]],
        turns: TurnHearer,
    ) -> None:
        self.listener = listener
        self.decoder = decoder
        self.outbox = outbox
        self._hear = hear
        self._turns = turns
        self._guess: tuple[Guess, Future[Heard]] | None = None

    def add(self, outputs: Iterable[Output]) -> None:
        for one in outputs:
            if isinstance(one, Guess):
                self._begin(one)
            elif isinstance(one, FinishedTurn):
                self.outbox.add(self._finish(one))
            else:
                self.outbox.add(one)

    def _finish(self, turn: FinishedTurn) -> Future[list[Message]]:
        guessed = self._guess[1] if self._guess and self._guess[0].is_of(turn) else None
        work = functools.partial(self._hear, turn, guessed)
        return self._turns.after(guessed, work) if guessed else self._turns.submit(work)

    def _begin(self, guess: Guess) -> None:
        # A turn that may go on must not delay a turn that is over.
        if self._turns.is_free:
            self._guess = guess, self._turns.submit(lambda: guess.hear(self._turns.recognizer()))
