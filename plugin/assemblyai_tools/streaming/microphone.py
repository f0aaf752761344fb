"""A microphone as the audio of a stream."""

from collections import deque
from collections.abc import Iterator
from importlib import import_module
from threading import Condition
from typing import Any

from assemblyai_tools.errors import ConfigurationError, MissingExtraError
from assemblyai_tools.streaming.silenced import Silenced

PIECE_MILLISECONDS = 50
"""Milliseconds of audio that are given out at once."""

_MOST_PIECES = 600
"""Pieces that wait, at most: half a minute."""

_MOST_SILENCE = 2**16
"""Bytes of silence that are given out at once."""

_PATIENCE = 0.2
"""Seconds after which a wait looks whether the microphone was closed."""


class Microphone:
    """One channel of signed 16-bit samples, to be given to `stream`. Each iteration listens anew.

    Where the reader was too slow, silence takes the place of what was lost, so that times stay right.
    """

    def __init__(self, sample_rate: int, device: int | str | None, sound: Any) -> None:
        self.sample_rate = sample_rate
        """Hz."""
        self._device = device
        self._sound = sound
        self._is_open = False

    def __iter__(self) -> Iterator[bytes]:
        """Listen until the iterator, or the microphone, is closed."""
        heard = _Heard()
        try:
            stream = self._sound.RawInputStream(
                samplerate=self.sample_rate,
                blocksize=self.sample_rate * PIECE_MILLISECONDS // 1000,
                device=self._device,
                channels=1,
                dtype="int16",
                callback=heard.add,
            )
        except (self._sound.PortAudioError, ValueError) as error:
            raise ConfigurationError(
                f"The microphone could not be opened ({error}).",
                next_step="Check that one is connected and may be used; python -m sounddevice lists the devices.",
            ) from None
        self._is_open = True
        with stream:
            while self._is_open:
                yield from heard.next()

    def close(self) -> None:
        """Stop listening: the stream ends after what was heard so far."""
        self._is_open = False


class _Heard:
    """What the microphone heard, between its own thread and the stream's."""

    def __init__(self) -> None:
        self._waiting = deque[bytes | int]()
        """Pieces, and numbers of bytes that were lost."""
        self._changed = Condition()

    def add(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        """Called by the library for each piece."""
        piece = bytes(data)
        with self._changed:
            last = self._waiting[-1] if self._waiting else None
            if len(self._waiting) < _MOST_PIECES:
                self._waiting.append(piece)
            elif isinstance(last, int):
                self._waiting[-1] = last + len(piece)
            else:
                self._waiting.append(len(piece))
            self._changed.notify()

    def next(self) -> Iterator[bytes]:
        """The next piece, or silence in place of lost ones; nothing if nothing came for a moment."""
        with self._changed:
            if not self._waiting and not self._changed.wait(_PATIENCE):
                return
            piece = self._waiting.popleft()
        if isinstance(piece, bytes):
            yield piece
            return
        for at in range(0, piece, _MOST_SILENCE):
            yield Silenced(min(_MOST_SILENCE, piece - at))


def microphone(*, sample_rate: int = 16_000, device: int | str | None = None) -> Microphone:
    """The microphone of this machine, or the device of this number or name. `sample_rate` is in Hz.

    Give it to `stream`, with the same sample_rate. Raises a MissingExtraError without the extra `microphone`.
    """
    try:
        sound = import_module("sounddevice")
    except (ImportError, OSError) as error:  # OSError: PortAudio, the library behind it, is missing
        if isinstance(error, ImportError):
            raise MissingExtraError.of("The microphone", needs="sounddevice", extra="microphone") from None
        raise ConfigurationError(
            f"The microphone needs the library PortAudio ({error}).",
            next_step="Debian and Ubuntu: apt install libportaudio2.",
        ) from None
    return Microphone(sample_rate, device, sound)
