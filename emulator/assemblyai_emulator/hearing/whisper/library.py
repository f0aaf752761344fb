"""A typed wrapper around faster-whisper, which ships no types. The only module that imports it."""

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assemblyai_emulator.hearing.media import SAMPLE_RATE
from assemblyai_emulator.hearing.recognizer import Listening
from assemblyai_emulator.hearing.whisper.weights import Weights

Audio = NDArray[np.float32]
"""Samples from -1 to 1, 16,000 a second."""

Span = tuple[int, int]
"""The first sample of a stretch of audio, and the first one after it."""

LONGEST_SPEECH_S = 28.0
"""Seconds. Whisper reads windows of 30 seconds; what is longer would be cut within a word."""

_MOST_REPETITIVE = 2.4
"""How much shorter zlib makes a text that Whisper got stuck in, as its authors found. Speech is at about 1.5."""

_SHORTEST_REST_S = 0.4
"""Seconds. Whisper goes on after the last word it heard. What is left of a piece is then silence, and it makes a
"Thank you." of it."""

_SEEKS_PER_S = 100

_BEAM = 1
"""Beams of the search. Five cost half as much again and found no more words."""

_FALLBACKS = (0.0, 0.4, 0.8)
"""Temperatures: each is tried when the one before gave a text that repeats itself, or an unlikely one."""

_NUMERALS = frozenset("0123456789%$£€¥")


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A token, or several, of Whisper's text. A text without a leading blank goes on with the word before it.

    Times are in seconds from the beginning of the channel, `probability` is 0 to 1.
    """

    text: str
    start: float
    end: float
    probability: float


class Decoder:
    """Decodes pieces of speech. Loading takes about 0.6 s of CPU time and, with tiny.en, 230 MB."""

    def __init__(self, weights: Weights, threads: int) -> None:
        weights.check()
        self._library: Any = importlib.import_module("faster_whisper.transcribe")
        files = None if weights.in_one_file else weights.read()
        self._model: Any = self._library.WhisperModel(
            str(weights.folder), device="cpu", compute_type="int8", cpu_threads=threads, files=files
        )
        self._numerals: list[int] | None = None

    @property
    def multilingual(self) -> bool:
        return bool(self._model.model.is_multilingual)

    def start(self) -> None:
        """Call before each file: then its result does not depend on the files before it."""
        importlib.import_module("ctranslate2").set_random_seed(0)

    def language_probabilities(self, audio: Audio) -> list[tuple[str, float]]:
        """Every language's probability, from the first 30 seconds."""
        _, _, probabilities = self._model.detect_language(audio)
        return [(str(code), float(probability)) for code, probability in probabilities]

    def decode(
        self, audio: Audio, spans: Sequence[Span], language: str, listening: Listening
    ) -> Iterator[HeardWord]:
        """The words of `audio`, whose samples are the ones of `spans` in the channel, put together."""
        segments, _ = self._model.transcribe(
            audio,
            language=language,
            beam_size=_BEAM,
            temperature=[listening.temperature, *(one for one in _FALLBACKS if one > listening.temperature)],
            compression_ratio_threshold=_MOST_REPETITIVE,
            condition_on_previous_text=False,
            word_timestamps=True,
            initial_prompt=_prompt(listening),
            suppress_tokens=[-1] if listening.numerals else [-1, *self._numeral_tokens()],
        )
        chunks = [{"start": start, "end": end} for start, end in spans]
        for segment in self._library.restore_speech_timestamps(segments, chunks, SAMPLE_RATE):
            if segment.compression_ratio <= _MOST_REPETITIVE and not _is_rest(segment.seek, len(audio)):
                yield from (_heard(word) for word in segment.words)

    def _numeral_tokens(self) -> list[int]:
        """The tokens that hold a digit or a sign of a number. Without them Whisper writes numbers as words."""
        if self._numerals is None:
            vocabulary: dict[str, int] = self._model.hf_tokenizer.get_vocab(with_added_tokens=False)
            self._numerals = sorted(
                token for text, token in vocabulary.items() if not _NUMERALS.isdisjoint(text)
            )
        return self._numerals


class VoiceDetector:
    """Silero's voice activity detector, which faster-whisper brings along."""

    def __init__(self) -> None:
        library: Any = importlib.import_module("faster_whisper.vad")
        self._find: Any = library.get_speech_timestamps
        self._options: Any = library.VadOptions(
            min_silence_duration_ms=500, speech_pad_ms=200, max_speech_duration_s=LONGEST_SPEECH_S
        )

    def spans(self, audio: Audio) -> list[Span]:
        """Where there is speech, with 0.2 s of what is around it. A span is at most LONGEST_SPEECH_S long."""
        return [(int(one["start"]), int(one["end"])) for one in self._find(audio, self._options)]


def _prompt(listening: Listening) -> str | None:
    """What Whisper is told was said before: it goes on in that style and with those words.

    The terms are a sentence of their own: after a bare list (its hotwords) it puts commas between sentences. If all
    this is too long, Whisper reads its end.
    """
    terms = f"{', '.join(listening.keyterms)}." if listening.keyterms else ""
    return f"{listening.prompt} {terms}".strip() or None


def _is_rest(seek: int, samples: int) -> bool:
    """Whether a segment was decoded from what was left after the last words of a piece."""
    return seek > 0 and samples / SAMPLE_RATE - seek / _SEEKS_PER_S < _SHORTEST_REST_S


def _heard(word: Any) -> HeardWord:
    return HeardWord(str(word.word), float(word.start), float(word.end), float(word.probability))
