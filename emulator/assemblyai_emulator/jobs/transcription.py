"""Transcribes one audio file."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing import detection, speech_share
from assemblyai_emulator.hearing.media import SAMPLE_RATE, Media, Samples
from assemblyai_emulator.hearing.recognizer import Block, Heard, Recognizer
from assemblyai_emulator.insights import results as insights
from assemblyai_emulator.jobs import redaction
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.wording import sentences
from assemblyai_emulator.wording.custom_spelling import respelled
from assemblyai_emulator.wording.unformatted import unformatted
from assemblyai_emulator.wording.words import Word

_SAMPLES_PER_MS = SAMPLE_RATE // 1000


def transcribe(job: Job, recognizer: Recognizer, progress: Callable[[float], None]) -> dict[str, Any]:
    """Decode `job.path` and return the keys of the API's transcript that depend on the audio.

    `progress` is called with the share of the audio decoded so far, 0 to 1. Raises MediaError with the text for
    the transcript's `error`.
    """
    with Media(Path(job.path), multichannel=job.multichannel) as media:
        excerpt = _Excerpt(media, job, progress)
        heard = recognizer.recognize(excerpt.blocks(), job.listening, excerpt.report)
        detected = detection.results(heard, job.features.get("language_confidence_threshold") or 0)
        channels = [
            _shifted(_written(words, heard, job), excerpt.start_ms) for words in heard.channels or [[]]
        ]
        words = sentences.interleave(_with_speakers(channels)) if job.multichannel else channels[0]
        speech_share.check(words, excerpt.selected_ms, job.features.get("speech_threshold") or 0)
        return {
            **redaction.results(words, job, lambda: progress(1.0)),
            **insights.results(respelled(words, job.features.get("custom_spelling") or ()), job.features),
            **detected,
            "audio_duration": math.ceil(excerpt.samples / SAMPLE_RATE),
            "audio_channels": media.channels if job.multichannel else 1,
            "speech_model_used": recognizer.model,
        }


def _written(words: Sequence[Word], heard: Heard, job: Job) -> list[Word]:
    """The words with the punctuation and the capitals that the request asks for."""
    write = unformatted if heard.written else sentences.compose
    return write(words, punctuate=job.punctuate, format_text=job.format_text)


class _Excerpt:
    """The part of the audio to transcribe. The rest is read only to measure its length."""

    def __init__(self, media: Media, job: Job, progress: Callable[[float], None]) -> None:
        self.start_ms = job.audio_start_from or 0
        self.samples = 0
        self.selected_ms = 0.0
        self._media = media
        self._end_ms = job.audio_end_at
        self._progress = progress

    def report(self, heard_ms: int) -> None:
        if self._end_ms is None:
            self._progress(self._media.share_until(self.start_ms + heard_ms))
        else:
            self._progress(min(heard_ms / (self._end_ms - self.start_ms), 1.0))

    def blocks(self) -> Iterator[Block]:
        for block in self._media.blocks():
            selected = self._select(block)
            self.samples += len(block)
            self.selected_ms += len(selected) / _SAMPLES_PER_MS
            if len(selected):
                yield [selected[:, channel].tobytes() for channel in range(selected.shape[1])]
        if self.samples <= self.start_ms * _SAMPLES_PER_MS:
            raise MediaError(
                f"audio_start_from is {self.start_ms} ms but the audio is only "
                f"{self.samples // _SAMPLES_PER_MS} ms long: choose an earlier start."
            )

    def _select(self, block: Samples) -> Samples:
        first = max(self.start_ms * _SAMPLES_PER_MS - self.samples, 0)
        if self._end_ms is None:
            return block[first:]
        last = max(self._end_ms * _SAMPLES_PER_MS - self.samples, 0)
        return block[first:last]


def _shifted(words: Sequence[Word], offset_ms: int) -> list[Word]:
    if not offset_ms:
        return list(words)
    return [replace(word, start=word.start + offset_ms, end=word.end + offset_ms) for word in words]


def _with_speakers(channels: Iterable[Sequence[Word]]) -> list[list[Word]]:
    """One speaker per channel, named "1", "2", ... as on the API without speaker labels."""
    return [
        [replace(word, speaker=str(number), channel=str(number)) for word in words]
        for number, words in enumerate(channels, start=1)
    ]
