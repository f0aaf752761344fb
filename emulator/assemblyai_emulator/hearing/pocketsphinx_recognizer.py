"""The bundled recognizer: pocketsphinx, real but of low accuracy, English only."""

from collections.abc import Callable, Iterable, Iterator

from assemblyai_emulator.hearing.endpointing import BYTES_PER_MS, Endpointer, SpeechSegment
from assemblyai_emulator.hearing.recognizer import Block
from assemblyai_emulator.hearing.sphinx import FRAME_MS, Decoder, HeardWord
from assemblyai_emulator.wording.words import Word

MODEL = "offline-pocketsphinx-low-accuracy"

# A second at a time: in between, other threads of the process get their turn.
_BYTES_AT_A_TIME = 1000 * BYTES_PER_MS
# Sentence marks, silences and noises are entries of the dictionary too.
_FILLERS = ("<", "[", "+")


class PocketsphinxRecognizer:
    """Finds the speech of each channel and decodes it; silence costs next to nothing.

    It hears no punctuation, no capitals and no speakers, and takes any language for English.
    """

    model = MODEL

    def __init__(self) -> None:
        self._decoder = Decoder()
        self._first_mean = self._decoder.channel_mean

    def recognize(self, blocks: Iterable[Block], heard: Callable[[int], None]) -> list[list[Word]]:
        channels: list[_Channel] = []

        def report() -> None:
            heard(min(channel.decoded_ms for channel in channels))

        for block in blocks:
            channels = channels or [_Channel(self._decoder, self._first_mean, report) for _ in block]
            for channel, pcm in zip(channels, block, strict=True):
                channel.feed(pcm)
            report()
        for channel in channels:
            channel.finish()
        return [channel.words for channel in channels]


class _Channel:
    """One channel's ear, and the words heard on it so far."""

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
            # Two channels are two microphones: the decoder must not carry one's sound over to the other.
            self._decoder.channel_mean = self._mean
            self._decoder.begin()
            for offset in range(0, len(segment.pcm), _BYTES_AT_A_TIME):
                self._decoder.feed(segment.pcm[offset : offset + _BYTES_AT_A_TIME])
                self.decoded_ms = max(segment.start_ms + offset // BYTES_PER_MS, 0)
                self._report()
            spoken = [word for word in self._decoder.end() if not word.spelling.startswith(_FILLERS)]
            self.words += [_word(word, segment.start_ms) for word in spoken]
            self._mean = self._decoder.channel_mean


def _word(word: HeardWord, start_ms: int) -> Word:
    # "read(2)" is the second pronunciation of "read".
    text = word.spelling.partition("(")[0]
    start = start_ms + word.start_frame * FRAME_MS
    end = start_ms + word.end_frame * FRAME_MS
    return Word(text, max(start, 0), max(end, 0), round(min(max(word.probability, 0.0), 1.0), 5))
