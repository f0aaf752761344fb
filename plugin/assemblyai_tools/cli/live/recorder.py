"""Keeps audio that has no file of its own, while it is heard."""

import wave
from collections.abc import Generator, Iterable
from pathlib import Path
from threading import Lock

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.streaming.iterators import close_iterator


class Recorder:
    """A WAV file of one channel of signed 16-bit samples. It is complete after each piece."""

    def __init__(self, path: Path, sample_rate: int) -> None:
        """Make the file. Raises a FileAccessError if there is one already, or it cannot be written."""
        self._path = path
        try:
            self._file = path.open("xb")
        except FileExistsError:
            raise FileAccessError(
                f"{path} exists already, so no session was opened.",
                next_step="Name another file with --keep-audio.",
            ) from None
        except OSError as error:
            raise FileAccessError(
                f"{path} cannot be written ({error.strerror}), so no session was opened.",
                next_step="Name a file in a folder that there is with --keep-audio.",
            ) from None
        self._wave = wave.Wave_write(self._file)
        self._wave.setnchannels(1)
        self._wave.setsampwidth(2)
        self._wave.setframerate(sample_rate)
        self._lock = Lock()
        """The thread that hears may go on for a moment while another one closes the file."""
        self._is_closed = False
        self.has_audio = False
        """Whether anything was kept."""

    def heard(self, audio: Iterable[bytes]) -> Generator[bytes]:
        """The same pieces; each is written before it is passed on. Raises a FileAccessError if that fails."""
        iterator = iter(audio)
        try:
            for piece in iterator:
                self._keep(piece)
                yield piece
        finally:
            close_iterator(iterator)

    def close(self) -> None:
        """Close the file; one without audio is removed."""
        with self._lock:
            self._is_closed = True
            self._wave.close()
            self._file.close()
        if not self.has_audio:
            self._path.unlink(missing_ok=True)

    def _keep(self, piece: bytes) -> None:
        with self._lock:
            if self._is_closed:
                return
            try:
                self._wave.writeframes(piece)
                self._file.flush()
            except OSError as error:
                raise FileAccessError(f"{self._path} could not be written ({error.strerror}).") from None
            self.has_audio = True
