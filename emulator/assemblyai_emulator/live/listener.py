"""Hears one stream: its audio in, its messages out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assemblyai_emulator.hearing.recognizer import Heard, Listening, Recognizer
from assemblyai_emulator.hearing.sphinx.decoder import Decoder
from assemblyai_emulator.hearing.sphinx.endpointing import BYTES_PER_MS
from assemblyai_emulator.hearing.sphinx.recognizer import spoken
from assemblyai_emulator.live import messages
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.pcm import PcmConverter
from assemblyai_emulator.live.settings import StreamSettings
from assemblyai_emulator.live.turn_finder import Began, Ended, Found, Paused, Quiet, Speech, TurnFinder
from assemblyai_emulator.wording import sentences
from assemblyai_emulator.wording.unformatted import unformatted
from assemblyai_emulator.wording.words import Word

_PARTIAL_BYTES = 300 * BYTES_PER_MS
"""Speech between two partial turns."""

_SILENCE_MS = 1000
"""The length of the silence that one Silence message reports."""


@dataclass(frozen=True, slots=True)
class FinishedTurn:
    """A turn that still has to be heard as a whole. `shown` is whether a partial turn was sent before."""

    ended: Ended
    settings: StreamSettings
    shown: bool

    def hear(self, recognizer: Recognizer) -> Heard:
        return heard(recognizer, self.ended.pcm, self.settings.listening)

    def messages(self, heard: Heard) -> list[Message]:
        """Empty if the turn has no words and no partial turn was sent."""
        found = heard.channels[0] if heard.channels else []
        if not found and not self.shown:
            return []
        offset = self.ended.start_ms
        words = [replace(word, start=word.start + offset, end=word.end + offset) for word in found]
        return [
            messages.turn(
                _written(words, heard, formatted=formatted),
                ended=True,
                formatted=formatted,
                confidence=self.ended.confidence,
                language=self._language(heard),
            )
            for formatted in self.settings.forms
        ]

    def _language(self, heard: Heard) -> Message | None:
        if not self.settings.detecting or heard.language is None:
            return None
        return {"language_code": heard.language, "language_confidence": heard.language_confidence}


@dataclass(frozen=True, slots=True)
class Guess:
    """A turn that may be about to end. It is heard during the silence, so that it can be sent right after it."""

    pcm: bytes
    listening: Listening

    def hear(self, recognizer: Recognizer) -> Heard:
        return heard(recognizer, self.pcm, self.listening)

    def is_of(self, turn: FinishedTurn) -> bool:
        return (self.pcm, self.listening) == (turn.ended.pcm, turn.settings.listening)


def heard(recognizer: Recognizer, pcm: bytes, listening: Listening) -> Heard:
    return recognizer.recognize([[pcm]] if pcm else [], listening, lambda _: None)


Output = Message | FinishedTurn | Guess


class Listener:
    """Its messages depend on the audio alone, not on when it arrived or how it was cut."""

    def __init__(self, settings: StreamSettings, decoder: Decoder) -> None:
        self._settings = settings
        self._decoder = decoder
        self._decoder.forget()
        self._decoding = False
        self._converter = PcmConverter(settings.encoding, settings.sample_rate)
        self._finder = TurnFinder(settings.turns)
        self._start_ms = 0
        self._unseen = 0
        self._shown = ""
        self._silent_from_ms = 0

    def feed(self, audio: bytes) -> Iterator[Output]:
        yield from self._told(self._finder.feed(self._converter.convert(audio)))

    def update(self, settings: StreamSettings) -> None:
        """From now on these hold. The encoding and the sample rate cannot change."""
        self._settings = settings
        self._finder.rules = settings.turns

    def force(self) -> Iterator[Output]:
        """End the turn now, if there is one."""
        yield from self._told(self._finder.force())

    def finish(self) -> Iterator[Output]:
        yield from self._told(self._finder.feed(self._converter.finish()))
        yield from self.force()

    def close(self) -> None:
        """End the decoder's segment, so that another stream can use it."""
        if self._decoding:
            self._end_decoding()

    def _told(self, found: Iterator[Found]) -> Iterator[Output]:
        for one in found:
            match one:
                case Quiet(now_ms):
                    yield from self._silence(now_ms)
                case Began(start_ms):
                    self._begin(start_ms)
                    yield messages.speech_started(start_ms)
                case Speech(pcm):
                    yield from self._partial(pcm)
                case Paused(pcm):
                    yield Guess(pcm, self._settings.listening)
                case Ended():
                    yield self._ended(one)

    def _begin(self, start_ms: int) -> None:
        self._start_ms, self._unseen, self._shown = start_ms, 0, ""
        if self._settings.partials:
            self._decoder.begin()
            self._decoding = True

    def _partial(self, pcm: bytes) -> Iterator[Message]:
        if not self._decoding:
            return
        self._decoder.feed(pcm)
        self._unseen += len(pcm)
        if self._unseen < _PARTIAL_BYTES:
            return
        self._unseen = 0
        words = spoken(self._decoder.so_far(), self._start_ms)
        message = messages.turn(words, ended=False, formatted=False, confidence=0.0)
        if message["transcript"] not in {"", self._shown}:
            self._shown = message["transcript"]
            yield message

    def _ended(self, ended: Ended) -> FinishedTurn:
        self.close()
        self._silent_from_ms = ended.start_ms + len(ended.pcm) // BYTES_PER_MS
        return FinishedTurn(ended, self._settings, bool(self._shown))

    def _end_decoding(self) -> None:
        # Its words are dropped: the recognizer hears the whole turn again.
        list(self._decoder.end())
        self._decoding = False

    def _silence(self, now_ms: int) -> Iterator[Message]:
        if now_ms - self._silent_from_ms < _SILENCE_MS:
            return
        start, self._silent_from_ms = self._silent_from_ms, self._silent_from_ms + _SILENCE_MS
        if self._settings.silences:
            yield messages.silence(start, self._silent_from_ms)


def _written(words: list[Word], heard: Heard, *, formatted: bool) -> list[Word]:
    write = unformatted if heard.written else sentences.compose
    return write(words, punctuate=formatted, format_text=formatted)
