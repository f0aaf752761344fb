"""The messages of one stream, in order. A finished turn that is still being heard holds up what follows it."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future

from assemblyai_emulator.live.messages import Message

Later = Future[list[Message]]


class Outbox:
    """Sends the messages in the order in which they were added, and numbers the turns. Any thread may use it."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._waiting: deque[Message | Later] = deque()
        self._lock = threading.Lock()
        self._turns = 0

    def add(self, one: Message | Later) -> None:
        with self._lock:
            self._waiting.append(one)
            self._flush()
        if isinstance(one, Future):
            one.add_done_callback(lambda _: self._go_on())

    def _go_on(self) -> None:
        with self._lock:
            self._flush()

    def _flush(self) -> None:
        while self._waiting:
            first = self._waiting[0]
            if not isinstance(first, Future):
                self._number(first)
            elif first.cancelled() or not first.done():
                return
            else:
                found = first.result()
                for message in found:
                    self._number(message)
                self._turns += bool(found)
            self._waiting.popleft()

    def _number(self, message: Message) -> None:
        self._send({**message, "turn_order": self._turns} if message["type"] == "Turn" else message)
