"""The step of a transcription that tells the speakers on each channel apart, if the request asks for it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from assemblyai_emulator.hearing.recognizer import Block
from assemblyai_emulator.hearing.speakers.diarizer import Diarizer, check_length
from assemblyai_emulator.hearing.speakers.labels import label_words
from assemblyai_emulator.hearing.speakers.speaker_range import SpeakerRange
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.wording.words import Word

_BYTES_PER_MS = 32

_SURELY_TOO_LONG = 2
"""How many times the limit a file's stated length must be to be believed: the length of some MP3 files is a guess."""

_SHARE_OF_WORDS = 0.05
"""The part of the work that the words are. Telling speakers apart takes some 20 times as long."""


class Speakers:
    """Keeps the audio while the words are recognized, and afterwards says who said them.

    Words come out with a speaker: "A", "B", ... on one channel, "1A", "1B", "2A", ... on several, and with the
    number of the channel where speakers are not asked for. `warnings` says what of the request could not be met.
    Raises MediaError if the audio is longer than this emulator tells speakers apart in.
    """

    def __init__(self, job: Job, progress: Callable[[float], None], diarizer: Diarizer) -> None:
        self.warnings: list[str] = []
        self._asked = job.speaker_labels
        self._multichannel = job.multichannel
        self._features = job.features
        self._longest_ms = job.longest_diarization_s * 1000
        self._progress = progress
        self._diarizer = diarizer
        self._pcm: list[bytearray] = []

    def words_progress(self, share: float) -> None:
        """Report the share of the words that are recognized."""
        self._progress(share * _SHARE_OF_WORDS if self._asked else share)

    def check_stated(self, audio_ms: float, channels: int) -> None:
        """Raises MediaError if the length that the file states is far too long, before all of it is decoded."""
        if self._asked and audio_ms * channels > _SURELY_TOO_LONG * self._longest_ms:
            check_length(audio_ms, self._longest_ms, channels)

    def listen(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The same blocks."""
        for block in blocks:
            if self._asked:
                self._keep(block)
            yield block

    def _keep(self, block: Block) -> None:
        self._pcm = self._pcm or [bytearray() for _ in block]
        for kept, pcm in zip(self._pcm, block, strict=True):
            kept.extend(pcm)
        check_length(len(self._pcm[0]) / _BYTES_PER_MS, self._longest_ms, len(self._pcm))

    def label(self, channels: Sequence[Sequence[Word]]) -> list[list[Word]]:
        """The words of each channel, with their speakers. Their times count from the first block."""
        labelled = (
            [self._told_apart(number, words) if words else [] for number, words in enumerate(channels)]
            if self._asked
            else [list(words) for words in channels]
        )
        if not self._multichannel:
            return labelled
        return [_on_channel(words, str(number)) for number, words in enumerate(labelled, start=1)]

    def _told_apart(self, number: int, words: Sequence[Word]) -> list[Word]:
        pcm = self._pcm[number]
        spans = self._diarizer.spans([bytes(pcm)], lambda ms: self._report(number, ms))
        wanted = SpeakerRange.requested(self._features, len(pcm) / _BYTES_PER_MS)
        labelled = label_words(words, spans, wanted.most)
        shortfall = wanted.shortfall(len({word.speaker for word in labelled}))
        if shortfall and shortfall not in self.warnings:
            self.warnings.append(shortfall)
        return labelled

    def _report(self, number: int, done_ms: int) -> None:
        total_ms = len(self._pcm[number]) / _BYTES_PER_MS
        done = (number + done_ms / total_ms) / len(self._pcm)
        self._progress(_SHARE_OF_WORDS + (1 - _SHARE_OF_WORDS) * done)


def _on_channel(words: Iterable[Word], channel: str) -> list[Word]:
    return [replace(word, speaker=f"{channel}{word.speaker or ''}", channel=channel) for word in words]
