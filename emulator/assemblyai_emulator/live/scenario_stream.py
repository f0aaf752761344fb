"""A stream that is answered from a scenario: its words appear as the audio reaches their times."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.live import messages
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.settings import StreamSettings
from assemblyai_emulator.scenarios.scenario import Scenario
from assemblyai_emulator.wording import pauses
from assemblyai_emulator.wording.unformatted import unformatted
from assemblyai_emulator.wording.words import Word


class ScenarioStream:
    """A Stream. What it sends depends only on the length of the audio."""

    def __init__(self, scenario: Scenario, settings: StreamSettings) -> None:
        self._settings = settings
        self._turns = _turns(scenario, speakers=settings.speakers)
        self._error = scenario.error
        self._heard_bytes = 0.0
        self._bytes_per_ms = settings.bytes_per_second / 1000
        self._order = 0
        self._shown = 0
        self._sent: asyncio.Queue[Message | None] = asyncio.Queue()

    async def hear(self, audio: bytes) -> None:
        self._heard_bytes += len(audio)
        if self._error:
            # A transcript with an error fails after its audio was read; so does this stream.
            raise StreamError(3005, f"Session Cancelled: {self._error}")
        for message in self._until(self._heard_bytes / self._bytes_per_ms):
            self._sent.put_nowait(message)

    def update(self, settings: StreamSettings) -> None:
        self._settings = settings

    def force(self) -> None:
        """The words that are left become another turn."""
        if not self._turns or not self._shown:
            return
        said, rest = self._turns[0][: self._shown], self._turns[0][self._shown :]
        self._turns[:1] = [said, rest] if rest else [said]
        for message in self._ended(0.0):
            self._sent.put_nowait(message)

    def finish(self) -> None:
        self.force()
        self._sent.put_nowait(None)

    async def messages(self) -> AsyncIterator[Message]:
        while (message := await self._sent.get()) is not None:
            yield message

    def close(self) -> None:
        """There is nothing to release."""

    def _until(self, now_ms: float) -> Iterator[Message]:
        while self._turns:
            words = self._turns[0]
            said = [word for word in words if word.end <= now_ms]
            if len(said) > self._shown:
                yield from self._partial(words, said)
            silence_ms = self._settings.turns.silence_ms
            if now_ms < words[-1].end + silence_ms:
                return
            yield from self._ended(self._settings.turns.confidence(silence_ms))

    def _partial(self, words: Sequence[Word], said: Sequence[Word]) -> Iterator[Message]:
        if not self._shown:
            yield messages.speech_started(words[0].start)
        self._shown = len(said)
        if self._settings.partials and len(said) < len(words):
            plain = unformatted(said, punctuate=False, format_text=False)
            message = messages.turn(plain, ended=False, formatted=False, confidence=0.0)
            yield {**message, "turn_order": self._order}

    def _ended(self, confidence: float) -> Iterator[Message]:
        words = self._turns.pop(0)
        for formatted in self._settings.forms:
            shown = unformatted(words, punctuate=formatted, format_text=formatted)
            message = messages.turn(shown, ended=True, formatted=formatted, confidence=confidence)
            yield {**message, "turn_order": self._order}
        self._order += 1
        self._shown = 0


def _turns(scenario: Scenario, *, speakers: bool) -> list[list[Word]]:
    """The utterances, or else the words, split at pauses and where the speaker changes."""
    if scenario.error:
        return []
    speech = scenario.transcript.speech
    if speech.turns is not None:
        found = [[one.word for one in turn.said] for turn in speech.turns]
    else:
        voices = groupby(speech.words, key=lambda word: word.speaker)
        found = [turn for _, words in voices for turn in pauses.split_into_turns(list(words))]
    return [[word if speakers else replace(word, speaker=None) for word in turn] for turn in found if turn]
