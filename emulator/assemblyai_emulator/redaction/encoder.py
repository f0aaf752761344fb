"""Writes audio to an MP3 or WAV file. Only this module encodes, because PyAV's types for it are incomplete."""

from pathlib import Path
from typing import Any, Self

import av
from av.audio.frame import AudioFrame

_CODECS = {"mp3": "libmp3lame", "wav": "pcm_s16le"}
_OPTIONS = {"mp3": {}, "wav": {"rf64": "auto"}}
"""Options of the muxer. A plain WAV file cannot state a size over 4 GB, so it switches to RF64."""


class Encoder:
    """Encodes frames of one sample rate and channel layout. The file is complete when the `with` block ends."""

    def __init__(self, path: Path, file_format: str, rate: int, layout: str) -> None:
        self._container: Any = av.open(str(path), "w", file_format, options=_OPTIONS[file_format])
        self._stream: Any = self._container.add_stream(_CODECS[file_format], rate=rate, layout=layout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    def write(self, frame: AudioFrame) -> None:
        self._container.mux(self._stream.encode(frame))
