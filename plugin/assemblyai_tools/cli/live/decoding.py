"""Decodes recordings such as MP3 and video while they are read."""

from collections.abc import Generator
from typing import Any

from assemblyai_tools.errors import FileAccessError, MissingExtraError
from assemblyai_tools.lazy import is_installed
from assemblyai_tools.origin import install_command
from assemblyai_tools.streaming.wav import conversion
from assemblyai_tools.transport.containers import library, open_container

SAMPLE_RATE = 16_000
"""Samples a second of what is decoded, in Hz."""

BYTES_A_SECOND = 2 * SAMPLE_RATE
"""Bytes of a second of what is decoded: one channel of signed 16-bit samples."""

_BY_HAND = conversion(SAMPLE_RATE)
"""The command that makes a file that needs no decoder."""


def decoded(file: Any, name: str) -> Generator[bytes]:
    """The audio of a file, or of what has only `read`: one channel of signed 16-bit samples, SAMPLE_RATE a second.

    Raises at once a MissingExtraError without a decoder, and a FileAccessError for what holds no audio; later a
    FileAccessError if it cannot be read to its end.
    """
    if not is_installed("av"):
        error = MissingExtraError.of(f"Decoding {name}", needs="av", extra="emulator")
        error.next_step = f"Install it: {install_command('emulator')}, or convert the recording: {_BY_HAND}"
        raise error
    av = library()
    try:
        container = open_container(file)
    except (av.FFmpegError, EOFError, ValueError, IndexError):
        raise _no_audio(name) from None
    stream = next((one for one in container.streams.audio if one.codec_context is not None), None)
    if stream is None:
        container.close()
        raise _no_audio(name)
    return _pieces(container, stream, name)


def _pieces(container: Any, stream: Any, name: str) -> Generator[bytes]:
    av = library()
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    try:
        for packet in container.demux(stream):
            for frame in _frames(av, packet):
                yield from map(_samples, resampler.resample(frame))
        yield from map(_samples, resampler.resample(None))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise FileAccessError(
            f"{name} could not be decoded to its end ({error}).", next_step=f"Convert it: {_BY_HAND}"
        ) from None
    finally:
        container.close()


def _frames(av: Any, packet: Any) -> list[Any]:
    """The frames of a packet. A damaged packet is skipped, as players do."""
    try:
        return list(packet.decode())
    except av.FFmpegError:
        return []


def _samples(frame: Any) -> bytes:
    return bytes(frame.planes[0])[: 2 * frame.samples]


def _no_audio(name: str) -> FileAccessError:
    return FileAccessError(
        f"{name} holds no audio that can be decoded, so no session was opened.",
        next_step="Name another recording; for raw 16-bit samples of one channel, give --sample-rate.",
    )
