"""Writes sound to an MP3 or WAV file; apart because the library's types for writing leave much unknown."""

from pathlib import Path
from typing import Any, Self

import av
from av.audio.frame import AudioFrame

_CODECS = {"mp3": "libmp3lame", "wav": "pcm_s16le"}
# Past 4 GB a plain WAV file cannot state its own size.
_OPTIONS = {"mp3": {}, "wav": {"rf64": "auto"}}


class Encoder:
    """Encodes the frames it is given, all of one rate and layout; the file is whole when its `with` ends."""

    def __init__(self, path: Path, quality: str, rate: int, layout: str) -> None:
        self._container: Any = av.open(str(path), "w", quality, options=_OPTIONS[quality])
        self._stream: Any = self._container.add_stream(_CODECS[quality], rate=rate, layout=layout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    def write(self, frame: AudioFrame) -> None:
        self._container.mux(self._stream.encode(frame))
