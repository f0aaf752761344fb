"""Transcribes one audio file."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing import detection, speech_share
from assemblyai_emulator.hearing.media import SAMPLE_RATE, Media, Samples
from assemblyai_emulator.hearing.recognizer import Block, Heard, Recognizer
from assemblyai_emulator.hearing.speakers.diarizer import Diarizer
from assemblyai_emulator.insights import results as insights
from assemblyai_emulator.jobs import redaction
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.speakers import Speakers
from assemblyai_emulator.parameters.transcript_request import WARNINGS
from assemblyai_emulator.wording import sentences
from assemblyai_emulator.wording.custom_spelling import respelled
from assemblyai_emulator.wording.unformatted import unformatted
from assemblyai_emulator.wording.words import Word

_SAMPLES_PER_MS = SAMPLE_RATE // 1000

_CANCELLED = (
    "The channels of this file cancel each other when they are mixed to one, as with a wrongly wired cable. Where they "
    "do, only the loudest one was transcribed: send multichannel: true to hear each of them."
)


def transcribe(
    job: Job,
    recognizer: Recognizer,
    progress: Callable[[float], None],
    diarizer: Diarizer | None = None,
    *,
    decoded: Callable[[float], None] = lambda _: None,
) -> dict[str, Any]:
    """Decode `job.path` and return the keys of the API's transcript that depend on the audio.

    `progress` is called with the share of the work done so far, 0 to 1, and `decoded` with the seconds of audio read
    so far, summed over the channels. Raises MediaError with the text for the transcript's `error`.
    """
    if job.hidden_spans is not None:
        progress(1.0)
        return redaction.redacted_audio(job, job.hidden_spans, decoded)
    speakers = Speakers(job, progress, diarizer or Diarizer())
    with Media(Path(job.path), multichannel=job.multichannel) as media:
        excerpt = _Excerpt(media, job, speakers.words_progress, decoded)
        speakers.check_stated(excerpt.stated_ms, media.channels)
        heard = recognizer.recognize(speakers.listen(excerpt.blocks()), job.listening, excerpt.report)
        detected = detection.results(heard, job.features.get("language_confidence_threshold") or 0)
        channels = [_written(words, heard, job) for words in heard.channels or [[]]]
        speech_share.check(
            sentences.interleave(channels), excerpt.selected_ms, job.features.get("speech_threshold") or 0
        )
        words = _shifted(sentences.interleave(speakers.label(channels)), excerpt.start_ms)
        return {
            **redaction.results(words, job, decoded),
            **insights.results(respelled(words, job.features.get("custom_spelling") or ()), job.features),
            **detected,
            **_warnings(heard, speakers, media),
            "audio_duration": math.ceil(excerpt.samples / SAMPLE_RATE),
            "audio_channels": media.channels if job.multichannel else 1,
            "speech_model_used": recognizer.model,
        }


def _warnings(heard: Heard, speakers: Speakers, media: Media) -> dict[str, Any]:
    cancelled = [_CANCELLED] if media.mix_cancelled else []
    found = [*detection.warnings(heard), *speakers.warnings, *cancelled]
    return {WARNINGS: found} if found else {}


def _written(words: Sequence[Word], heard: Heard, job: Job) -> list[Word]:
    """The words with the punctuation and the capitals that the request asks for."""
    write = unformatted if heard.written else sentences.compose
    return write(words, punctuate=job.punctuate, format_text=job.format_text)


class _Excerpt:
    """The part of the audio to transcribe. The rest is read only to measure its length."""

    def __init__(
        self, media: Media, job: Job, progress: Callable[[float], None], decoded: Callable[[float], None]
    ) -> None:
        self.start_ms = job.audio_start_from or 0
        self.samples = 0
        self.selected_ms = 0.0
        self._media = media
        self._end_ms = job.audio_end_at
        self._progress = progress
        self._decoded = decoded

    @property
    def stated_ms(self) -> float:
        """The length of the part, as the file states it; 0 if it does not."""
        file_ms = (self._media.stated_seconds or 0) * 1000
        return max((file_ms if self._end_ms is None else min(self._end_ms, file_ms)) - self.start_ms, 0)

    def report(self, heard_ms: int) -> None:
        if self._end_ms is None:
            self._progress(self._media.share_until(self.start_ms + heard_ms))
        else:
            self._progress(min(heard_ms / (self._end_ms - self.start_ms), 1.0))

    def blocks(self) -> Iterator[Block]:
        for block in self._media.blocks():
            selected = self._select(block)
            self.samples += len(block)
            self._decoded(self.samples / SAMPLE_RATE * self._media.channels)
            self.selected_ms += len(selected) / _SAMPLES_PER_MS
            if len(selected):
                yield [selected[:, channel].tobytes() for channel in range(selected.shape[1])]
        if self.samples <= self.start_ms * _SAMPLES_PER_MS:
            raise MediaError(
                f"audio_start_from is {self.start_ms} ms but the audio is only "
                f"{self.samples // _SAMPLES_PER_MS} ms long. Length: choose an earlier start."
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
