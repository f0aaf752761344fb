"""Audio that comes through a pipe: its first bytes are looked at before it is heard."""

from collections.abc import Generator
from typing import Protocol

from assemblyai_tools.errors import FileAccessError, InvalidArgumentsError
from assemblyai_tools.streaming.wav import ENOUGH, WavHeader, read_header

_PIECE = 2**14
"""Bytes that are read at once, at most: half a second at 16 kHz."""

_LONGEST_HEADER = 2**20
"""Bytes in which the header of a WAV file is looked for: a picture may stand before the samples."""


class Readable(Protocol):
    """Its `read` waits for at least one byte, and gives none at the end."""

    def read(self, size: int, /) -> bytes | None: ...


class Piped:
    """A pipe whose first bytes were read ahead."""

    def __init__(self, stream: Readable, name: str) -> None:
        self._stream = stream
        self._name = name
        self._ahead = b""
        self._left: int | None = None
        """Bytes until the samples end; None: until the pipe does."""

    def header(self) -> WavHeader | None:
        """The header of a WAV file, if the audio begins with one: then the samples come next."""
        while len(self._ahead) < ENOUGH and self._fill():
            pass
        while True:
            try:
                header = read_header(self._ahead)
            except InvalidArgumentsError:
                if len(self._ahead) > _LONGEST_HEADER or not self._fill():
                    raise
                continue
            return header

    def skip(self, header: WavHeader) -> None:
        """Go to the samples that follow a header, and let the audio end where they do."""
        self._left = header.length
        self._ahead = self._ahead[header.size :]

    def start(self) -> bytes:
        """The bytes that were read ahead."""
        return self._ahead

    def read(self, size: int = _PIECE) -> bytes:
        """The next bytes, as they come; none at the end."""
        if not self._ahead and self._left != 0:
            self._fill()
        size = min(size if size > 0 else _PIECE, len(self._ahead) if self._left is None else self._left)
        given, self._ahead = self._ahead[:size], self._ahead[size:]
        if self._left is not None:
            self._left -= len(given)
        return given

    def pieces(self) -> Generator[bytes]:
        """All that is left of it."""
        while piece := self.read():
            yield piece

    def _fill(self) -> bool:
        """Read some more; False at the end."""
        try:
            more = self._stream.read(_PIECE) or b""
        except OSError as error:
            raise FileAccessError(f"{self._name} could not be read to its end ({error.strerror}).") from None
        self._ahead += more
        return bool(more)
