"""Speech recognition by Whisper: finds the speech on each channel, and decodes it piece by piece."""

from collections.abc import Callable, Iterable, Iterator

from assemblyai_emulator.hearing.recognizer import Block, Heard, Listening
from assemblyai_emulator.hearing.whisper import languages
from assemblyai_emulator.hearing.whisper.library import Decoder, VoiceDetector
from assemblyai_emulator.hearing.whisper.piece import Piece
from assemblyai_emulator.hearing.whisper.voice_activity import SpeechFinder
from assemblyai_emulator.hearing.whisper.weights import Weights
from assemblyai_emulator.hearing.whisper.words import within, words
from assemblyai_emulator.wording.words import Word

_SAMPLES_PER_MS = 16
_BYTES_PER_MS = 32


class WhisperRecognizer:
    """Memory does not grow with the length of the audio. Silence costs almost nothing.

    Words are as Whisper writes them: with capitals, punctuation and digits. It leaves out fillers ("um").
    """

    def __init__(self, model: str, weights: Weights, threads: int, at_once: int) -> None:
        self.model = model
        self._decoder = Decoder(weights, threads, at_once)
        self._detector = VoiceDetector()

    def recognize(
        self, blocks: Iterable[Block], listening: Listening, progress_ms: Callable[[int], None]
    ) -> Heard:
        self._decoder.start()
        language = _Language(self._decoder, listening)
        channels: list[_Channel] = []

        def report() -> None:
            progress_ms(min(channel.done_ms for channel in channels))

        for block in blocks:
            channels = channels or [_Channel(self._decoder, self._detector, language, report) for _ in block]
            for channel, pcm in zip(channels, block, strict=True):
                channel.feed(pcm)
            report()
        for channel in channels:
            channel.finish()
        return Heard([channel.words for channel in channels], True, language.code, language.confidence)


class _Language:
    """The language of a recording: the one of the request, or the one that its first piece of speech is in."""

    def __init__(self, decoder: Decoder, listening: Listening) -> None:
        self.listening = listening
        self.code = listening.language
        self.confidence: float | None = None
        self._decoder = decoder

    def of(self, piece: Piece) -> str:
        if self.code is None:
            probabilities = self._decoder.language_probabilities(piece.audio)
            self.code, confidence = languages.chosen(
                probabilities, self.listening.languages, self.listening.fallback
            )
            self.confidence = round(confidence, 4)
        return self.code


class _Channel:
    """One channel, and the words decoded from it so far."""

    def __init__(
        self, decoder: Decoder, detector: VoiceDetector, language: _Language, report: Callable[[], None]
    ) -> None:
        self.words: list[Word] = []
        self._decoder = decoder
        self._language = language
        self._report = report
        self._finder = SpeechFinder(detector)
        self._pieces_until = 0
        self._fed = 0

    @property
    def done_ms(self) -> int:
        return max(self._finder.done_ms, self._pieces_until)

    def feed(self, pcm: bytes) -> None:
        self._fed += len(pcm)
        self._decode(self._finder.feed(pcm))

    def finish(self) -> None:
        self._decode(self._finder.finish())
        self.words = within(self.words, self._fed // _BYTES_PER_MS)

    def _decode(self, pieces: Iterator[Piece]) -> None:
        for piece in pieces:
            code = self._language.of(piece)
            heard = self._decoder.decode(piece.audio, piece.spans, code, self._language.listening)
            after_ms = self.words[-1].end if self.words else 0
            self.words += words(heard, spaced=code not in languages.UNSPACED, after_ms=after_ms)
            self._pieces_until = piece.spans[-1][1] // _SAMPLES_PER_MS
            self._report()
