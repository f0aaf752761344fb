"""A typed wrapper around the diarizer in moonshine-voice, which ships no types. The only module that imports it."""

import importlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.speakers.package import MODULE
from assemblyai_emulator.hearing.speakers.span import SpeakerSpan

SAMPLE_RATE = 16_000
"""Samples per second."""

_PIECE_BYTES = 2 * 2 * SAMPLE_RATE
"""Two seconds of 16-bit PCM per call: some three seconds of CPU time, so that progress is reported often."""

_NEVER_SECONDS = 1_000_000
"""Longer than any audio."""

_OPTIONS = {
    "identify_speakers": "true",
    # The words come from another engine. Without its own, the library needs half the time and no model files.
    "skip_transcription": "true",
    "return_audio_data": "false",
    # With a threshold of zero there is no voice activity detection, which would cut off quiet ends of speech: the
    # diarizer finds the speech itself.
    "vad_threshold": "0",
    # One clustering, at the end and over all the audio: a speaker who comes back after ten minutes is the same one.
    "diarization_cluster_cadence": str(_NEVER_SECONDS),
    "diarization_cluster_window_sec": "0",
}
_FORCE_UPDATE = 1
"""Analyse the audio now, however short it is."""


def check_length(audio_ms: float, longest_ms: float, channels: int = 1) -> None:
    """Raises MediaError, with the reason and the way out, if all channels together are longer than allowed."""
    if audio_ms * channels > longest_ms:
        counted = "" if channels == 1 else f", counted on {channels} channels"
        raise MediaError(
            f"speaker_labels: the audio is longer than {longest_ms / 60_000:g} min{counted}, which is the most in "
            "which this emulator tells speakers apart: that can take longer than the audio itself. Send it without "
            "speaker_labels, send a part of it with audio_start_from and audio_end_at, or start the emulator with a "
            "larger --longest-diarization (minutes)."
        )


class Diarizer:
    """Tells who speaks when, in any language.

    It takes 1.2 to 1.6 s of CPU time per second of audio, on all cores, and 220 MB and up to 15 MB for each minute
    of audio. Other threads of the process run meanwhile.
    """

    def spans(self, blocks: Iterable[bytes], progress_ms: Callable[[int], None]) -> list[SpeakerSpan]:
        """The spans of all speakers, in order of their start. `blocks` is one channel's 16 kHz, 16-bit, native PCM.

        `progress_ms` is called after every two seconds of audio, with the milliseconds done. Silence and noise have
        no spans. The speakers of each call are numbered anew.
        """
        library: Any = importlib.import_module(MODULE)
        # The folder and the kind of speech model are required arguments, which skip_transcription leaves unused.
        with (
            library.Transcriber("", library.ModelArch.TINY, options=_OPTIONS) as transcriber,
            transcriber.create_stream(update_interval=_NEVER_SECONDS) as stream,
        ):
            stream.start()
            done = 0
            for piece in _pieces(blocks):
                samples = np.frombuffer(piece, np.int16)
                stream.add_audio((samples / np.float32(32_768)).tolist(), SAMPLE_RATE)
                stream.update_transcription(_FORCE_UPDATE)
                done += len(samples)
                progress_ms(done * 1000 // SAMPLE_RATE)
            return _numbered(stream.stop().lines)


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of equal size. The last one may be shorter."""
    buffer = bytearray()
    for block in blocks:
        buffer += block
        while len(buffer) >= _PIECE_BYTES:
            yield bytes(buffer[:_PIECE_BYTES])
            del buffer[:_PIECE_BYTES]
    if buffer:
        yield bytes(buffer)


def _numbered(lines: Iterable[Any]) -> list[SpeakerSpan]:
    found = sorted(
        (round(span.start_time * 1000), round((span.start_time + span.duration) * 1000), span.speaker_id)
        for line in lines
        for span in line.speaker_spans or ()
    )
    indexes: dict[int, int] = {}
    return [
        SpeakerSpan(start, end, indexes.setdefault(speaker, len(indexes))) for start, end, speaker in found
    ]
