"""Speech recognition by pocketsphinx: it decodes real speech, with low accuracy and in English only."""

from collections.abc import Callable, Iterable, Iterator

from assemblyai_emulator.hearing.recognizer import Block, Heard, Listening
from assemblyai_emulator.hearing.sphinx.decoder import FRAME_MS, Decoder, HeardWord
from assemblyai_emulator.hearing.sphinx.endpointing import BYTES_PER_MS, Endpointer, SpeechSegment
from assemblyai_emulator.wording.words import Word

_CHUNK_BYTES = 1000 * BYTES_PER_MS
"""One second of audio per call: other threads of the process can run in between."""

_FILLERS = ("<", "[", "+")
"""How the dictionary entries for sentence boundaries, silence and noise begin."""


class PocketsphinxRecognizer:
    """Finds the speech on each channel and decodes it. Silence costs almost nothing.

    The words have no punctuation and no capitals, numbers are words, every language is decoded as English, and
    prompts have no effect.
    """

    def __init__(self, model: str) -> None:
        self.model = model
        self._decoder = Decoder()
        self._first_mean = self._decoder.channel_mean

    def recognize(
        self, blocks: Iterable[Block], listening: Listening, progress_ms: Callable[[int], None]
    ) -> Heard:
        del listening  # see the class
        self._decoder.forget()
        channels: list[_Channel] = []

        def report() -> None:
            progress_ms(min(channel.decoded_ms for channel in channels))

        for block in blocks:
            channels = channels or [_Channel(self._decoder, self._first_mean, report) for _ in block]
            for channel, pcm in zip(channels, block, strict=True):
                channel.feed(pcm)
            report()
        for channel in channels:
            channel.finish()
        return Heard([channel.words for channel in channels], written=False)


class _Channel:
    """One channel, and the words decoded from it so far."""

    def __init__(self, decoder: Decoder, mean: str, report: Callable[[], None]) -> None:
        self.words: list[Word] = []
        self.decoded_ms = 0
        self._decoder = decoder
        self._mean = mean
        self._report = report
        self._endpointer = Endpointer()
        self._fed = 0

    def feed(self, pcm: bytes) -> None:
        self._fed += len(pcm)
        self._decode(self._endpointer.feed(pcm))
        pending = self._endpointer.pending_ms
        self.decoded_ms = self._fed // BYTES_PER_MS if pending is None else max(pending, 0)

    def finish(self) -> None:
        self._decode(self._endpointer.finish())
        self.decoded_ms = self._fed // BYTES_PER_MS

    def _decode(self, segments: Iterator[SpeechSegment]) -> None:
        for segment in segments:
            # Two channels are two microphones: each needs its own channel mean.
            self._decoder.channel_mean = self._mean
            self._decoder.begin()
            for offset in range(0, len(segment.pcm), _CHUNK_BYTES):
                self._decoder.feed(segment.pcm[offset : offset + _CHUNK_BYTES])
                self.decoded_ms = max(segment.start_ms + offset // BYTES_PER_MS, 0)
                self._report()
            self.words += spoken(self._decoder.end(), segment.start_ms)
            self._mean = self._decoder.channel_mean


def spoken(heard: Iterable[HeardWord], start_ms: int) -> list[Word]:
    """The words of a segment that starts at `start_ms`, without what stands for silence and noise."""
    return [_word(word, start_ms) for word in heard if not word.spelling.startswith(_FILLERS)]


def _word(word: HeardWord, start_ms: int) -> Word:
    # "read(2)" is the second pronunciation of "read".
    text = word.spelling.partition("(")[0]
    start = start_ms + word.start_frame * FRAME_MS
    end = start_ms + word.end_frame * FRAME_MS
    return Word(text, max(start, 0), max(end, 0), round(min(max(word.probability, 0.0), 1.0), 5))
