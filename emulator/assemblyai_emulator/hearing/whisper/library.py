"""A typed wrapper around faster-whisper, which ships no types. The only module that imports it."""

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assemblyai_emulator.hearing.media import SAMPLE_RATE
from assemblyai_emulator.hearing.recognizer import Listening
from assemblyai_emulator.hearing.whisper.piece import Audio, Span, halves
from assemblyai_emulator.hearing.whisper.weights import Weights

LONGEST_SPEECH_S = 28.0
"""Seconds. Whisper reads windows of 30 seconds; what is longer would be cut within a word."""

_MOST_REPETITIVE = 2.4
"""How much shorter zlib makes a text that Whisper may have got stuck in, as its authors found. Speech is at about 1.5,
and what people really say three times is above it too."""

_INSTANT_S, _MOST_INSTANT = 0.06, 0.3
"""Seconds, and a share. What Whisper repeats without hearing it finds no place in the audio: in such a text, more
words than this share are shorter than that. It was 0.6 to 0.9 in loops, and 0 to 0.2 in what was really said again
and again."""

_SHORTEST_HALF = 6 * SAMPLE_RATE
"""Samples. A piece in which Whisper got stuck is cut in two, but not into shorter ones."""

_SHORTEST_REST_S = 0.4
"""Seconds. Whisper goes on after the last word it heard. What is left of a piece is then silence, and it makes a
"Thank you." of it."""

_SEEKS_PER_S = 100

_LONGEST_PROMPT = 2000
"""Characters. Whisper reads 223 tokens, of some four characters each. It would split all others too, for each piece."""

_BEAM = 1
"""Beams of the search. Five cost half as much again and found no more words."""

_FALLBACKS = (0.4, 0.8)
"""Temperatures: each is tried when the one before gave a text that repeats itself, or an unlikely one."""

_UNLIKELY = -1.0
"""The mean log probability of a text's tokens below which it is doubtful, as Whisper's authors chose it."""

_FEWEST_WORDS_PER_S = 1.0
"""Words for each second of speech. People say two to three; a prompt may make Whisper leave most of them out."""

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

    def __init__(self, weights: Weights, threads: int, at_once: int) -> None:
        """Each piece is decoded by so many threads, and so many pieces `at_once`."""
        weights.check()
        self._library: Any = importlib.import_module("faster_whisper.transcribe")
        files = None if weights.in_one_file else weights.read()
        self._model: Any = self._library.WhisperModel(
            str(weights.folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            num_workers=at_once,
            files=files,
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
        segments = self._segments(audio, language, listening)
        if not _is_stuck(segments):
            yield from _restored(self._library, segments, spans)
        elif len(audio) >= 2 * _SHORTEST_HALF:
            unprompted = replace(listening, prompt="", keyterms=())
            for half in halves(audio, spans, _SHORTEST_HALF):
                yield from self.decode(half.audio, half.spans, language, unprompted)

    def _segments(self, audio: Audio, language: str, listening: Listening) -> list[Any]:
        prompt = _prompt(listening)
        segments = self._likely(audio, language, listening, prompt)
        enough = _FEWEST_WORDS_PER_S * len(audio) / SAMPLE_RATE
        if prompt is None or (not _is_stuck(segments) and _count(segments) >= enough):
            return segments
        # Some prompts, such as dots or one word over and over, make it leave out most of what was said.
        unprompted = self._likely(audio, language, listening, None)
        return max(segments, unprompted, key=lambda one: (not _is_stuck(one), _count(one)))

    def _likely(self, audio: Audio, language: str, listening: Listening, prompt: str | None) -> list[Any]:
        """Decoded at the request's temperature, and at higher ones only if that gives a doubtful text.

        The library itself would take whatever repeats itself for doubtful, what people repeat too.
        """
        first = self._decoded(audio, language, listening, prompt, [listening.temperature])
        hotter = [one for one in _FALLBACKS if one > listening.temperature]
        if not hotter or not (_is_stuck(first) or _likelihood(first) < _UNLIKELY):
            return first
        second = self._decoded(audio, language, listening, prompt, hotter)
        return max(first, second, key=lambda one: (not _is_stuck(one), _likelihood(one)))

    def _decoded(
        self, audio: Audio, language: str, listening: Listening, prompt: str | None, temperatures: list[float]
    ) -> list[Any]:
        segments, _ = self._model.transcribe(
            audio,
            language=language,
            beam_size=_BEAM,
            temperature=temperatures,
            compression_ratio_threshold=_MOST_REPETITIVE,
            log_prob_threshold=_UNLIKELY,
            condition_on_previous_text=False,
            word_timestamps=True,
            initial_prompt=prompt,
            suppress_tokens=[-1] if listening.numerals else [-1, *self._numeral_tokens()],
        )
        return [segment for segment in segments if not _is_rest(segment.seek, len(audio))]

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
    """The initial prompt. Whisper takes it for the text before the audio, and continues its style and its words.

    The terms are a sentence of their own: after a bare list (its hotwords) it puts commas between sentences. Of what is
    too long, Whisper reads the end.
    """
    terms = f"{', '.join(listening.keyterms)}." if listening.keyterms else ""
    return f"{listening.prompt} {terms}".strip()[-_LONGEST_PROMPT:] or None


def _count(segments: Sequence[Any]) -> int:
    return sum(len(segment.words) for segment in segments)


def _likelihood(segments: Sequence[Any]) -> float:
    """The mean log probability of the least likely part; 0 without any, as nothing was written."""
    return min((float(segment.avg_logprob) for segment in segments), default=0.0)


def _is_stuck(segments: Sequence[Any]) -> bool:
    """Whether Whisper repeats itself, rather than what is said."""
    repeated: list[float] = [
        float(word.end - word.start)
        for segment in segments
        if segment.compression_ratio > _MOST_REPETITIVE
        for word in segment.words
    ]
    return sum(length < _INSTANT_S for length in repeated) > _MOST_INSTANT * len(repeated)


def _restored(library: Any, segments: Sequence[Any], spans: Sequence[Span]) -> Iterator[HeardWord]:
    """The words, at their times in the channel."""
    chunks = [{"start": start, "end": end} for start, end in spans]
    for segment in library.restore_speech_timestamps(segments, chunks, SAMPLE_RATE):
        yield from (_heard(word) for word in segment.words)


def _is_rest(seek: int, samples: int) -> bool:
    """Whether a segment was decoded from what was left after the last words of a piece."""
    return seek > 0 and samples / SAMPLE_RATE - seek / _SEEKS_PER_S < _SHORTEST_REST_S


def _heard(word: Any) -> HeardWord:
    return HeardWord(str(word.word), float(word.start), float(word.end), float(word.probability))
